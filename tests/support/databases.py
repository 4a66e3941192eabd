"""The databases that the tests run on: SQLite always, PostgreSQL and MariaDB wherever they answer.

TEST_POSTGRESQL_URL and TEST_MARIADB_URL name the servers. Each run makes a database of its own beside
the one that is named, so that nobody's rows are in danger and two runs don't meet; only where the role
may make none does it use the named one itself. TEST_DATABASE_URL, if set, is the only one used.
"""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from tempfile import TemporaryDirectory

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import CompoundSelect, NullPool, create_engine, exists, literal, make_url, select, text, union_all
from sqlalchemy.exc import DBAPIError, NoSuchModuleError

from app import db
from app.models import Role
from app.models.role import ROLES
from tests.support.apps import make_app
from tests.support.settings import ONLY_DATABASE as ONLY
from tests.support.settings import ROOT

MIGRATIONS = str(ROOT / "migrations")
SERVERS = {
    "postgresql": os.environ.get("TEST_POSTGRESQL_URL") or "postgresql+psycopg://postgres@127.0.0.1/test",
    "mariadb": os.environ.get("TEST_MARIADB_URL") or "mysql+pymysql://root@127.0.0.1/test",
}
TIMEOUT = 3  # seconds
MEMORY = "/dev/shm"  # noqa: S108 - whose files wait for no disk; each run's are in a folder of its own
KILL_ALL = {
    "postgresql": "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid()",
    "mysql": "SELECT CONCAT('KILL ', id) FROM information_schema.processlist WHERE db = database() "
    "AND id <> connection_id()",
}
numbers = itertools.count(1)


@cache
def what_is_missing(server: str) -> str | None:
    """Why the server can't be used, in words; None if it answers."""
    url = make_url(SERVERS[server])
    try:
        with create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": TIMEOUT}).connect():
            return None
    except (ImportError, NoSuchModuleError) as error:
        return f"no driver for {server}: {error}"
    except DBAPIError as error:
        return f"{server} does not answer at {url.render_as_string()}: {error.orig}"


def names() -> list[str]:
    """The databases that every test using one runs on."""
    if ONLY:
        return [make_url(ONLY).get_backend_name()]
    return ["sqlite", *(server for server in SERVERS if what_is_missing(server) is None)]


@contextmanager
def own_database(url: str, purpose: str = "test", options: str = "") -> Iterator[str]:
    """A new, empty database on the server, by the options of its CREATE DATABASE; it goes when the run ends."""
    name = f"flasky_{purpose}_{os.getpid()}_{next(numbers)}"
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    try:
        execute(engine, f"CREATE DATABASE {name} {options}")
    except DBAPIError:
        yield url
        return
    try:
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        execute(engine, f"DROP DATABASE {name}")


@contextmanager
def of_this_run(name: str) -> Iterator[str]:
    """The URL of an empty database of the kind, which waits for no disk where that can be had."""
    if name in SERVERS:
        with own_database(SERVERS[name]) as url:
            yield hurried(url)
    else:
        with TemporaryDirectory(dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as folder:
            yield f"sqlite:///{folder}/test.sqlite"


def hurried(url: str) -> str:
    """The same database, without waiting for the disk where the server lets a client choose so."""
    found = make_url(url)
    if found.get_backend_name() == "postgresql":
        found = found.update_query_dict({"options": "-c synchronous_commit=off"})
    return found.render_as_string(hide_password=False)


def execute(engine, statement: str) -> None:
    with engine.connect() as connection:
        connection.execute(text(statement))


def kill_connections(url: str) -> None:
    """End whatever talks to the database, from the server's side."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for (statement,) in connection.execute(text(KILL_ALL[make_url(url).get_backend_name()])).all():
            if isinstance(statement, str):  # MariaDB's, which only says what to do
                connection.execute(text(statement))


@contextmanager
def app_on(url: str) -> Iterator[Flask]:
    """The application on a database with the schema that the migrations make; they also take it away."""
    app = make_app(SQLALCHEMY_DATABASE_URI=url)
    with app.app_context():
        upgrade(MIGRATIONS)
    yield app
    with app.app_context():
        db.session.remove()
        downgrade(MIGRATIONS, "base")
        db.engine.dispose()


def empty() -> None:
    """Every table as a new installation has it: without rows, but for the roles."""
    kept = {Role.__tablename__} if has_just_its_roles() else set()
    used = set(db.session.scalars(tables_with_rows())) - kept
    for table in reversed(db.metadata.sorted_tables):
        if table.name in used:
            db.session.execute(table.delete())
    if not kept:
        Role.insert_roles()
    db.session.commit()


def has_just_its_roles() -> bool:
    """Whether the roles are those of a new installation: mostly they are, and need not be made again."""
    found = db.session.execute(select(Role.name, Role.permissions, Role.default)).all()
    return sorted(found) == sorted((name, int(permissions), name == "User") for name, permissions in ROLES.items())


@cache
def tables_with_rows() -> CompoundSelect[str]:
    """The query for their names: one question is quicker than a DELETE of each."""
    tables = db.metadata.sorted_tables
    return union_all(*(select(literal(table.name)).where(exists(select(1).select_from(table))) for table in tables))
