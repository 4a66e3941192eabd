"""How long a sign-in lasts, and what its cookies are worth."""

import hashlib

import pytest
from flask.sessions import SecureCookieSessionInterface
from flask_login import encode_cookie
from itsdangerous import URLSafeTimedSerializer

from app import db
from app.models import LoginSession
from tests.support.apps import make_app
from tests.support.client import Browser

ANOTHER_KEY = "another key, as random as the first one was"


def test_an_idle_session_ends_after_twelve_hours(ada, sign_in, clock):
    browser = sign_in(ada)
    clock.advance(hours=12)

    assert browser.get("/").h1 == "Hello, stranger!"


def test_until_then_it_lasts(ada, sign_in, clock):
    browser = sign_in(ada)
    clock.advance(hours=12, seconds=-1)

    assert browser.get("/").h1 == "Hello, ada!"


def test_a_session_in_use_goes_on(ada, sign_in, clock):
    browser = sign_in(ada)
    for _ in range(3):
        clock.advance(hours=11)
        browser.get("/")

    assert browser.get("/").h1 == "Hello, ada!"


def test_a_remembered_one_lasts_thirty_days(ada, sign_in, clock):
    browser = sign_in(ada, remember_me="y")
    clock.advance(days=30, seconds=-1)

    assert browser.get("/").h1 == "Hello, ada!"


@pytest.mark.parametrize("used_on_the_way", [True, False])
def test_and_then_it_ends(ada, sign_in, clock, used_on_the_way):
    browser = sign_in(ada, remember_me="y")
    clock.advance(days=29)
    if used_on_the_way:
        browser.get("/")
    clock.advance(days=1)

    assert browser.get("/").h1 == "Hello, stranger!"


def test_the_remember_cookie_alone_is_enough(ada, sign_in):
    browser = sign_in(ada, remember_me="y")

    assert browser.take({"remember_token": browser.cookies["remember_token"]}).get("/").h1 == "Hello, ada!"


def test_without_the_wish_there_is_no_such_cookie(ada, sign_in):
    assert sorted(sign_in(ada).cookies) == ["browser", "session"]


def test_a_password_changed_by_one_byte_of_the_cookie_is_nobody_s(ada, sign_in):
    browser = sign_in(ada, remember_me="y")
    token = browser.cookies["remember_token"]
    forged = ("B" if token[0] == "A" else "A") + token[1:]

    assert browser.take({"remember_token": forged}).get("/").h1 == "Hello, stranger!"


@pytest.mark.parametrize("cookie", ["", "x", "1", "1|", "None", "é", "a" * 3000, "1|" + "0" * 128])
@pytest.mark.parametrize("name", ["session", "remember_token"])
def test_rubbish_in_a_cookie_is_a_stranger(browser, ada, name, cookie):
    page = browser.take({name: cookie}).get("/")

    assert (page.status, page.h1) == (200, "Hello, stranger!")


def test_the_id_of_an_account_names_no_session(browser, app, ada):
    """Flask-Login's own cookies carry the account's id; ours do not, even rightly signed."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    forged = {"session": signer.dumps({"_user_id": str(ada.id)}), "remember_token": encode_cookie(str(ada.id))}

    assert browser.take(forged).get("/").h1 == "Hello, stranger!"


def test_the_hash_in_the_table_opens_nothing(app, ada, sign_in):
    browser = sign_in(ada)
    stored = db.session.scalars(db.select(LoginSession.token_hash)).one()
    signer = app.session_interface.get_signing_serializer(app)

    assert browser.take({"session": signer.dumps({"_user_id": stored})}).get("/").h1 == "Hello, stranger!"


def test_the_session_cookie_is_signed_by_sha_256(app, ada, sign_in):
    cookie = sign_in(ada).cookies["session"]
    signer = URLSafeTimedSerializer(
        app.secret_key,
        salt="cookie-session",
        signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
    )

    assert "_user_id" in signer.loads(cookie)


def test_a_session_cookie_of_another_key_is_a_stranger_s(ada, sign_in, configure):
    browser = sign_in(ada)
    configure(SECRET_KEY=ANOTHER_KEY)

    assert browser.get("/").h1 == "Hello, stranger!"


@pytest.fixture
def rotated(app):
    """The application after a rotation of its key, in a browser that holds another one's cookies."""
    settings = {"SECRET_KEY": ANOTHER_KEY, "SECRET_KEY_FALLBACKS": [app.secret_key]}
    own = make_app(SQLALCHEMY_DATABASE_URI=app.config["SQLALCHEMY_DATABASE_URI"], **settings)
    yield lambda cookies: Browser(own).take(cookies)
    with own.app_context():
        db.engine.dispose()


def test_a_key_of_before_still_opens_sessions(ada, sign_in, rotated):
    assert rotated(sign_in(ada).cookies).get("/").h1 == "Hello, ada!"


def test_a_key_of_before_still_opens_remember_cookies(ada, sign_in, rotated):
    cookies = sign_in(ada, remember_me="y").cookies

    assert rotated({"remember_token": cookies["remember_token"]}).get("/").h1 == "Hello, ada!"


def test_a_key_of_before_still_accepts_open_forms(browser, rotated):
    form = browser.get("/").form_with({"name"})

    assert rotated(browser.cookies).fill_in(form, {"name": "Joan"}).status == 303


def test_a_deleted_account_is_a_stranger(ada, sign_in):
    browser = sign_in(ada)
    db.session.delete(ada)
    db.session.commit()

    assert browser.get("/").h1 == "Hello, stranger!"


def test_anonymous_visits_make_no_rows(browser):
    for cookie in ("x", "y", "z"):
        browser.take({"session": cookie}).get("/")

    assert db.session.scalars(db.select(LoginSession)).all() == []
