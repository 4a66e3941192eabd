"""In production the application's role cannot change the schema: it needs rows, not tables."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask_migrate import upgrade
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from app import db
from app.cli.doctor.database import role
from app.cli.doctor.findings import Level
from app.models import Role
from tests.support import databases
from tests.support.apps import make_app
from tests.support.client import Browser
from tests.support.outbox import Outbox
from tests.support.people import OTHER_PASSWORD, PASSWORD
from tests.support.requirements import need
from tests.support.settings import ROOT
from tests.support.signups import sign_up

NAME = f"flasky_roles_{os.getpid()}"  # instead of "flasky", so that nobody's own is touched
BLOCK = re.compile(r"```sql\n(.*?)```", re.DOTALL)
SERVERS = ("postgresql", "mariadb")
CLEAN_UP = {
    "postgresql": f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE); DROP ROLE IF EXISTS {NAME}; "
    f"DROP ROLE IF EXISTS {NAME}_owner",
    "mariadb": f"DROP DATABASE IF EXISTS {NAME}; DROP USER IF EXISTS {NAME}@'%'; DROP USER IF EXISTS {NAME}_owner@'%'",
}


def documented(server: str) -> list[str]:
    """What docs/database.md says for the server: in its first database, and then in the new one."""
    blocks = BLOCK.findall((ROOT / "docs" / "database.md").read_text())
    anywhere = blocks[SERVERS.index(server)].replace("@localhost", "@'%'")  # servers name this machine in many ways
    return anywhere.replace("flasky", NAME).split(f"\\connect {NAME}\n")


def run(url, statements: str) -> None:
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in filter(None, map(str.strip, statements.split(";"))):
            connection.execute(text(statement))


@contextmanager
def application_as(url, user: str, password: str) -> Iterator[object]:
    own = url.set(username=user, password=password, database=NAME).render_as_string(hide_password=False)
    app = make_app(SQLALCHEMY_DATABASE_URI=own)
    with app.app_context():
        yield app
        db.session.rollback()
        db.engine.dispose()


@pytest.fixture(params=SERVERS)
def limited(request):
    """The application in a schema made by the owner, as the role that has rows only."""
    need(databases.what_is_missing(request.param))
    url = make_url(databases.SERVERS[request.param])
    run(url, CLEAN_UP[request.param])
    try:
        for place, statements in zip((url, url.set(database=NAME)), documented(request.param), strict=False):
            run(place, statements)
        with application_as(url, f"{NAME}_owner", "one password"):
            upgrade(databases.MIGRATIONS)
            Role.insert_roles()
            db.session.commit()
        with application_as(url, NAME, "another password") as app:
            yield app
    except DBAPIError as error:
        need(f"{request.param} lets nobody make roles here: {error.orig}" if "denied" in str(error.orig) else None)
        raise
    finally:
        run(url, CLEAN_UP[request.param])


def test_it_cannot_make_or_drop_a_table(limited):
    refused = []
    for statement in ("CREATE TABLE another (id INT)", "DROP TABLE throttles", "ALTER TABLE users ADD another INT"):
        with pytest.raises(DBAPIError):
            db.session.execute(text(statement))
        db.session.rollback()
        refused.append(statement)

    assert (len(refused), role().level) == (3, Level.OK)


def test_the_site_works_all_the_same(limited):
    browser = Browser(limited)
    sign_up(browser)
    browser.get(Outbox().link("email/confirm"))
    browser.submit("/auth/confirm", password=PASSWORD)
    changed = browser.submit(
        "/account/password", old_password=PASSWORD, password=OTHER_PASSWORD, password2=OTHER_PASSWORD
    )
    browser.press("/auth/logout", "Sign out")
    back = browser.submit("/auth/login", email="joan", password=OTHER_PASSWORD)
    purged = limited.test_cli_runner().invoke(args=["users", "purge"])

    assert (changed.status, back.status, purged.exit_code, browser.get("/readyz").status) == (303, 303, 0, 200)
