"""A database that hangs, is gone, read-only or killed: an answer within five seconds, and a quick recovery."""

import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import click
import pytest
from flask.cli import ScriptInfo
from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from app import database_limits, db
from app.database_limits import PAGE, PROMPT, patience
from app.models import Rate, User
from tests.support import databases
from tests.support.apps import make_app
from tests.support.client import Browser
from tests.support.people import PASSWORD, make_user
from tests.support.proxies import line_to
from tests.support.requirements import need

LIMIT = 5  # seconds
THREADS = 4
STANDARD_PORTS = {"postgresql": 5432, "mysql": 3306}
SLOW = {"postgresql": "SELECT pg_sleep({})", "mysql": "SELECT SLEEP({})"}
READ_ONLY = {"postgresql": "SET default_transaction_read_only = on", "mysql": "SET SESSION TRANSACTION READ ONLY"}


@pytest.fixture(params=databases.SERVERS)
def served(request, app_on):
    """The application on a database server, reached over a line that can be cut."""
    need(databases.what_is_missing(request.param))
    with app_on(request.param).app_context():
        databases.empty()
        make_user("ada")
    url = make_url(app_on(request.param).config["SQLALCHEMY_DATABASE_URI"])
    with line_to(url.host, url.port or STANDARD_PORTS[url.get_backend_name()]) as line:
        own = url.set(host="127.0.0.1", port=line.port).render_as_string(hide_password=False)
        app = make_app(SQLALCHEMY_DATABASE_URI=own, RATELIMIT_ENABLED=True)
        with app.app_context():
            yield app, line
            line.mend()
            db.session.rollback()
            db.engine.dispose()


def timed(browser, path="/user/ada"):
    """The status of a page, and whether it came in time."""
    begin = time.monotonic()
    page = browser.get(path)
    return page.status, time.monotonic() - begin < LIMIT


def test_a_database_that_hangs_is_told_in_time_and_used_again_a_second_later(served, monkeypatch):
    app, line = served
    browser = Browser(app)
    before = timed(browser)
    line.cut()
    during = [timed(browser), timed(browser)]
    line.mend()
    monkeypatch.setattr("app.outage.monotonic", lambda: time.monotonic() + database_limits.PAUSE)

    assert (before, during, timed(browser)) == ((200, True), [(503, True)] * 2, (200, True))


def test_a_sign_in_meanwhile_is_told_in_time(served):
    """It asks for the limits, for the guesses and for the account: only the first one waits."""
    app, line = served
    browser = Browser(app)
    fields = {"email": "ada", "password": PASSWORD, "csrf_token": browser.get("/auth/login").csrf_token}
    browser.get("/user/ada")
    line.cut()
    begin = time.monotonic()

    status = browser.post("/auth/login", fields).status

    assert (status, time.monotonic() - begin < LIMIT) == (503, True)


def test_a_database_that_does_not_even_greet_is_told_in_time(served):
    app, line = served
    line.cut()

    assert timed(Browser(app)) == (503, True)


def test_who_gives_up_after_others_are_connected_again_shuts_nobody_out(served, monkeypatch):
    app, _ = served
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    engine = create_engine(url, poolclass=NullPool)
    kind, too_late = engine.dialect.name, [engine.dialect.loaded_dbapi.OperationalError("too late")]
    connect = database_limits.CONNECTORS[kind]

    def connect_late(*arguments: Any, **options: Any):
        if too_late:
            error = too_late.pop()
            engine.connect().close()
            raise error
        return connect(*arguments, **options)

    monkeypatch.setitem(database_limits.CONNECTORS, kind, connect_late)
    database_limits.watch(engine)
    with pytest.raises(OperationalError, match="too late"):
        engine.connect()

    engine.connect().close()


def test_killed_connections_are_made_anew_unnoticed(served):
    app, _ = served
    browser = Browser(app)
    browser.get("/user/ada")
    databases.kill_connections(app.config["SQLALCHEMY_DATABASE_URI"])

    assert timed(browser) == (200, True)


def test_one_that_is_killed_once_the_answer_is_made_spoils_nothing(served):
    app, _ = served

    @app.after_request
    def kill(response):
        databases.kill_connections(app.config["SQLALCHEMY_DATABASE_URI"])
        return response

    with ThreadPoolExecutor(1) as server:  # as in a server, the request has a context of its own, which ends with it
        statuses = [server.submit(app.test_client().get, "/user/ada").result().status_code for _ in range(2)]

    assert statuses == [200, 200]


@pytest.mark.parametrize("server", databases.SERVERS)
def test_as_many_threads_as_there_are_can_count_while_each_holds_a_connection(app_on, server):
    need(databases.what_is_missing(server))
    url = app_on(server).config["SQLALCHEMY_DATABASE_URI"]
    app = make_app(
        SQLALCHEMY_DATABASE_URI=url, WEB_THREADS=THREADS, DATABASE_POOL_SIZE=THREADS, DATABASE_POOL_OVERFLOW=0
    )
    all_hold_one = Barrier(THREADS, timeout=LIMIT)

    def count(_thread: int) -> int:
        with app.app_context():
            db.session.execute(text("SELECT 1"))
            all_hold_one.wait()
            return Rate.add(f"pool on {server}", 1, timedelta(hours=1))[0]

    with ThreadPoolExecutor(THREADS) as pool:
        counted = sorted(pool.map(count, range(THREADS)))

    assert counted == list(range(1, THREADS + 1))
    with app.app_context():
        db.engine.dispose()


def test_a_slow_statement_is_ended_by_the_server(served):
    begin = time.monotonic()
    with pytest.raises(OperationalError) as caught:
        db.session.execute(text(SLOW[db.engine.dialect.name].format(PAGE.statement + 5)))

    assert (caught.value.connection_invalidated, time.monotonic() - begin < LIMIT) == (False, True)


def test_a_command_at_a_prompt_has_time(served):
    with click.Context(click.Command("flask"), obj=ScriptInfo()).scope():
        db.session.execute(text(SLOW[db.engine.dialect.name].format(PAGE.statement + 1)))


def test_only_commands_of_flask_have_time():
    with click.Context(click.Command("flask"), obj=ScriptInfo()).scope():
        flask = patience()
    with click.Context(click.Command("celery")).scope():
        celery = patience()

    assert (flask, celery, patience()) == (PROMPT, PAGE, PAGE)


def test_a_database_that_takes_nothing_is_told(served):
    app, _ = served
    browser = Browser(app)
    db.session.execute(text(READ_ONLY[db.engine.dialect.name]))
    db.session.commit()  # the connection goes back as it is, and the next request gets it

    answer = browser.submit("/auth/login", email="ada", password=PASSWORD)

    assert (answer.status, answer.h1, answer.headers["Retry-After"]) == (503, "Back in a moment", "5")


@pytest.mark.parametrize("server", databases.SERVERS)
def test_a_url_that_asks_for_tls_gets_it_proven_or_nothing(server):
    """The tests' servers have no certificate that the system's authorities vouch for."""
    need(databases.what_is_missing(server))
    asked = {
        "postgresql": {"sslmode": "verify-full", "sslrootcert": "system"},
        "mariadb": {"ssl_capath": ssl.get_default_verify_paths().capath or ""},
    }[server]
    app = make_app(SQLALCHEMY_DATABASE_URI=with_query(databases.SERVERS[server], asked))

    with app.app_context(), pytest.raises(OperationalError, match=r"(?i)ssl|certificate"):
        db.session.execute(text("SELECT 1"))


def with_query(url, query):
    return make_url(url).update_query_dict(query).render_as_string(hide_password=False)


def test_what_people_typed_is_in_no_error(app, ada):
    with pytest.raises(Exception, match="hidden due to hide_parameters") as caught:
        db.session.execute(db.insert(User).values(email="ada@example.com", username="x" * 400, password_hash="canary"))

    assert "canary" not in str(caught.value)
