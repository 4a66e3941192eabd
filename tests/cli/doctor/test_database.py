"""`flask doctor` at a database server that was set up badly."""

from contextlib import contextmanager

import pytest
from sqlalchemy import make_url, text

from app import db
from app.cli.doctor.database import collation, encoding, isolation, serves
from app.cli.doctor.findings import Level
from tests.support import databases
from tests.support.apps import make_app
from tests.support.mailserver import free_port
from tests.support.requirements import need

LATIN1 = {"postgresql": "ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0", "mariadb": "CHARACTER SET latin1"}


@contextmanager
def made(server, options=""):
    """The application on an empty database of its own."""
    need(databases.what_is_missing(server))
    with (
        databases.own_database(databases.SERVERS[server], "doctor", options) as url,
        make_app(SQLALCHEMY_DATABASE_URI=url).app_context(),
    ):
        yield
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("server", databases.SERVERS)
def test_transactions_that_do_not_see_what_others_commit_are_named(server):
    with made(server):
        usual = isolation()
        db.session.rollback()
        db.session.connection(execution_options={"isolation_level": "SERIALIZABLE"})
        found = isolation()

    assert (usual.level, found.level, found.what) == (Level.OK, Level.FAULT, "Transactions run at serializable.")


@pytest.mark.parametrize("server", databases.SERVERS)
def test_an_encoding_that_cannot_keep_every_name_is_named(server):
    with made(server, LATIN1[server]):
        found = encoding()

    assert (found.level, found.what.lower()) == (Level.FAULT, "the database's encoding is latin1.")


def test_a_collation_that_takes_one_address_for_another_is_named():
    with made("mariadb"):
        db.session.execute(text("CREATE TABLE users (email VARCHAR(254) COLLATE utf8mb4_general_ci)"))
        found = collation()

    assert (found.level, found.what) == (Level.FAULT, "users.email has the collation utf8mb4_general_ci.")


@pytest.mark.parametrize("server", databases.SERVERS)
def test_why_a_server_does_not_serve_is_told_even_if_somebody_asked_it_a_moment_ago(server):
    url = make_url(databases.SERVERS[server]).set(host="127.0.0.1", port=free_port())
    with make_app(SQLALCHEMY_DATABASE_URI=url.render_as_string(hide_password=False)).app_context():
        told = [serves().what for _ in range(2)]

    assert ["refused" in what for what in told] == [True, True]
