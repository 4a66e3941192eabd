"""Sessions in Redis: kept there, worth nothing to whoever knew them before, and done without while it is away."""

import time

import pytest

from app import db, stored_sessions
from app.extensions import limiter
from tests.support import redis_servers
from tests.support.apps import make_app
from tests.support.client import Browser
from tests.support.people import PASSWORD, make_user
from tests.support.requirements import need

IN_TIME = 5  # seconds


@pytest.fixture(scope="module")
def redis():
    need(redis_servers.what_is_missing())
    with redis_servers.running() as server:
        yield server


@pytest.fixture
def own(app, redis):
    """An application with its sessions and limits in Redis, on the database of the test."""
    redis.client.flushall()
    own = make_app(
        SQLALCHEMY_DATABASE_URI=app.config["SQLALCHEMY_DATABASE_URI"],
        SESSION_TYPE="redis",
        REDIS_URL=redis.url,
        RATELIMIT_STORAGE_URI=redis.url,
        RATELIMIT_ENABLED=True,
    )
    with own.app_context():
        yield own
        db.session.rollback()
        db.engine.dispose()
        own.session_interface.client.close()
        limiter.storage.storage.close()
        make_app()


@pytest.fixture
def ada(own):
    return make_user("ada")


@pytest.fixture
def visitor(own):
    return Browser(own)


@pytest.fixture(params=["gone", "stopped"])
def away(request, redis):
    """Take the server away; bring it back at the end."""
    if request.param == "gone":
        yield redis.kill
        redis.start()
    else:
        yield redis.stop
        redis.go_on()
        redis.client.ping()


def signed_in(browser):
    page = browser.submit("/auth/login", email="ada", password=PASSWORD)
    return page.status, browser.get("/account/profile").status


def stored(redis):
    return {key: redis.client.get(key) for key in redis.client.keys(f"{stored_sessions.PREFIX}*")}


def test_values_are_in_redis_and_the_cookie_has_a_random_id_only(ada, visitor, redis):
    visitor.submit("/", name="Grace")
    ((key, value),) = stored(redis).items()

    assert (b"Grace" in value, len(visitor.cookies["session"])) == (True, 43)
    assert visitor.cookies["session"].encode() not in key
    assert visitor.get("/").h1 == "Hello, Grace!"


def test_the_cookie_is_as_strict_as_the_signed_one(ada, visitor):
    """`Browser` looks at the others; this one is for production."""
    visitor.app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_NAME="__Host-session")
    page = visitor.get("/auth/login", base_url="https://flasky.test")

    (cookie,) = page.headers.getlist("Set-Cookie")
    assert (cookie.partition("=")[0], sorted(cookie.split("; ")[1:])) == (
        "__Host-session",
        ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"],
    )


def test_one_can_sign_in_and_out(ada, visitor, redis):
    statuses = signed_in(visitor)
    cookies = visitor.cookies
    visitor.press("/auth/logout", "Sign out")

    assert (statuses, visitor.take(cookies).get("/account/profile").status) == ((303, 200), 302)


def test_an_id_from_before_the_sign_in_is_worth_nothing(ada, visitor, redis):
    """Session fixation: somebody plants an id they know, and waits for a sign-in."""
    visitor.get("/auth/login")
    planted = visitor.cookies
    signed_in(visitor)

    assert visitor.cookies["session"] != planted["session"]
    assert Browser(visitor.app).take(planted).get("/account/profile").status == 302


def test_an_id_of_one_s_own_making_is_not_taken(ada, visitor):
    visitor.take({"session": "x" * 43})
    visitor.get("/auth/login")

    assert visitor.cookies["session"] != "x" * 43


@pytest.mark.parametrize("value", [b"\x80\x04\x95", b"cos\nsystem\n(S'true'\ntR.", b"[]", b"{", b"\xff", b"1"])
def test_what_is_no_session_in_redis_is_none(ada, visitor, redis, value):
    visitor.submit("/", name="Grace")
    for key in stored(redis):
        redis.client.set(key, value)

    assert visitor.get("/").h1 == "Hello, stranger!"


def test_nothing_is_written_unless_something_changes(ada, visitor, redis):
    signed_in(visitor)
    redis.client.config_resetstat()
    visitor.get("/account/profile")

    assert "cmdstat_set" not in redis.client.info("commandstats")


def test_flushed_it_knows_nobody_and_lets_everybody_in(ada, visitor, redis):
    signed_in(visitor)
    redis.client.flushall()

    assert (visitor.get("/account/profile").status, signed_in(visitor)) == (302, (303, 200))


def test_without_it_one_signs_in_and_goes_on(ada, visitor, away):
    visitor.get("/auth/login")
    away()
    begin = time.monotonic()
    statuses = signed_in(visitor)
    took = time.monotonic() - begin

    assert (statuses, took < IN_TIME) == ((303, 200), True)


def test_whoever_was_signed_in_by_redis_signs_in_anew_meanwhile(ada, visitor, away):
    signed_in(visitor)
    away()
    begin = time.monotonic()
    status = visitor.get("/account/profile").status

    assert (status, time.monotonic() - begin < IN_TIME, signed_in(visitor)) == (302, True, (303, 200))


def test_whoever_is_remembered_stays_signed_in_meanwhile(ada, visitor, away):
    visitor.submit("/auth/login", email="ada", password=PASSWORD, remember_me="y")
    away()

    assert visitor.get("/account/profile").status == 200


def test_back_again_it_takes_over_what_was_signed_meanwhile(ada, visitor, redis, monkeypatch):
    redis.kill()
    signed_in(visitor)
    meanwhile = visitor.cookies["session"]
    redis.start()
    monkeypatch.setattr("app.outage.monotonic", lambda: time.monotonic() + stored_sessions.PAUSE)
    visitor.submit("/account/profile", name="Ada", about="")

    assert (len(meanwhile) > 43, len(visitor.cookies["session"]), len(stored(redis))) == (True, 43, 1)
    assert visitor.get("/account/profile").status == 200


def test_the_limits_hold_in_memory_meanwhile(ada, visitor, away):
    away()
    begin = time.monotonic()
    fields = {"email": "", "csrf_token": visitor.get("/auth/reset").csrf_token}
    statuses = [visitor.post("/auth/reset", fields).status for _ in range(25)]

    assert (500 in statuses, statuses[-1], time.monotonic() - begin < 2 * IN_TIME) == (False, 429, True)


def test_who_had_cookies_before_keeps_them(app, ada, visitor):
    """The sign-ins of a site that goes over to Redis."""
    before = Browser(app)
    signed_in(before)

    assert visitor.take(before.cookies).get("/account/profile").status == 200
