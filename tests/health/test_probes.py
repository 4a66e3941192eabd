"""/healthz and /readyz: a yes or no for everybody, the parts for this machine and for whoever has the token."""

import pytest
from sqlalchemy import text

from app import db
from app.email import heartbeat
from tests.support.apps import make_app
from tests.support.client import Browser

TOKEN = "3f9c1b7e5a2d8046c19be7305fd2a48163b05ec7"
STRANGER = {"REMOTE_ADDR": "192.0.2.7"}
WELL = {"ready": True, "database": True, "schema": True, "delivery": True}


def move_schema(revision: str):
    """Let the database stand at another step, until the test is over."""
    before = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    db.session.execute(text("UPDATE alembic_version SET version_num = :step"), {"step": revision})
    db.session.commit()
    return before


@pytest.fixture
def at_step(app):
    before = []
    yield lambda revision: before.append(move_schema(revision))
    move_schema(before[0])


def test_the_process_answers_without_asking_anybody(ada, sign_in, statements):
    browser = sign_in(ada)
    statements.clear()
    page = browser.get("/healthz")

    assert (page.status, page.text, page.headers["Content-Type"], statements) == (
        200,
        "ok\n",
        "text/plain; charset=utf-8",
        [],
    )


def test_all_parts_serve(browser):
    page = browser.get("/readyz")

    assert (page.status, page.json) == (200, WELL)


@pytest.mark.parametrize(
    "environment",
    [
        STRANGER,
        {"REMOTE_ADDR": "2001:db8::1"},
        {"REMOTE_ADDR": "::ffff:192.0.2.7"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {**STRANGER, "HTTP_AUTHORIZATION": "Bearer "},
        {**STRANGER, "HTTP_AUTHORIZATION": f"Bearer {TOKEN[:-1]}"},
        {**STRANGER, "HTTP_AUTHORIZATION": f"Basic {TOKEN}"},
        {**STRANGER, "HTTP_AUTHORIZATION": "Bearer \xe9"},
    ],
)
def test_others_hear_yes_or_no(browser, configure, environment):
    configure(FLASKY_HEALTH_TOKEN=TOKEN)
    page = browser.get("/readyz", environ_overrides=environment)

    assert (page.json, browser.get("/metrics", environ_overrides=environment).status) == ({"ready": True}, 404)


@pytest.mark.parametrize(
    "environment",
    [
        {"REMOTE_ADDR": "127.0.0.1"},
        {"REMOTE_ADDR": "127.3.2.1"},
        {"REMOTE_ADDR": "::1"},
        {"REMOTE_ADDR": "::ffff:127.0.0.1"},
        {"REMOTE_ADDR": ""},  # a Unix socket
        {**STRANGER, "HTTP_AUTHORIZATION": f"Bearer {TOKEN}"},
    ],
)
def test_this_machine_and_the_token_see_more(browser, configure, environment):
    configure(FLASKY_HEALTH_TOKEN=TOKEN)
    page = browser.get("/readyz", environ_overrides=environment)

    assert (page.json, browser.get("/metrics", environ_overrides=environment).status) == (WELL, 200)


def test_an_empty_token_opens_nothing(browser):
    headers = {"Authorization": "Bearer "}

    assert browser.get("/readyz", headers=headers, environ_overrides=STRANGER).json == {"ready": True}


def test_behind_a_proxy_the_connection_counts_and_not_what_the_proxy_says(app):
    own = make_app(SQLALCHEMY_DATABASE_URI=app.config["SQLALCHEMY_DATABASE_URI"], FLASKY_PROXIES=1)
    forged = {"X-Forwarded-For": "127.0.0.1"}
    with own.app_context():
        answers = [
            Browser(own).get("/readyz", headers=forged, environ_overrides={"REMOTE_ADDR": peer}).json
            for peer in ("127.0.0.1", "192.0.2.7")
        ]
        db.engine.dispose()

    assert answers == [{"ready": True}] * 2


def test_a_schema_that_is_behind_is_not_ready(browser, at_step):
    at_step("0001")
    page = browser.get("/readyz")

    behind = {"ready": False, "database": True, "schema": False}
    assert (page.status, page.json, page.headers["Retry-After"]) == (503, behind, "5")


def test_one_of_a_newer_release_is(browser, at_step):
    at_step("ffff")

    assert browser.get("/readyz").json == WELL


def test_a_database_without_a_schema_is_not_ready(tmp_path):
    app = make_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'empty.sqlite'}")
    with app.app_context():
        page = Browser(app).get("/readyz")
        db.engine.dispose()

    assert (page.status, page.json["schema"]) == (503, False)


def test_where_mail_is_on_somebody_has_to_deliver(browser, configure, clock):
    configure(MAIL_SERVER="mail.example.com")
    before = browser.get("/readyz")
    heartbeat.beat()
    meanwhile = browser.get("/readyz")
    clock.advance(minutes=3)
    after = browser.get("/readyz")

    assert [page.status for page in (before, meanwhile, after)] == [503, 200, 503]
    assert [page.json["delivery"] for page in (before, meanwhile, after)] == [False, True, False]


def test_without_a_database_it_is_alive_but_not_ready():
    app = make_app(SQLALCHEMY_DATABASE_URI="sqlite:////nowhere/at/all.sqlite")
    with app.app_context():
        browser = Browser(app)
        alive, ready = browser.get("/healthz"), browser.get("/readyz")

    assert (alive.status, ready.status, ready.json) == (200, 503, {"ready": False, "database": False})


def test_strangers_are_not_told_what_is_wrong():
    app = make_app(SQLALCHEMY_DATABASE_URI="sqlite:////nowhere/at/all.sqlite")
    with app.app_context():
        page = Browser(app).get("/readyz", environ_overrides=STRANGER)

    assert (page.status, page.json) == (503, {"ready": False})
