"""A new SECRET_KEY, the old one in SECRET_KEY_FALLBACKS: nothing is lost until the old one is gone."""

import pytest

from app import db
from app.models.user.email_change import UNDO
from tests.security.conftest import NEXT_KEY
from tests.security.steps import LINKS, guess, is_signed_in, make_change, opened
from tests.support.client import Browser
from tests.support.people import PASSWORD


@pytest.fixture
def old_key(app):
    return app.secret_key


@pytest.fixture
def rotated(browser_under, old_key):
    return browser_under(old_key)


@pytest.fixture
def without_old_key(browser_under):
    return browser_under()


def test_a_session_survives_the_rotation(ada, sign_in, rotated):
    assert rotated.take({"session": sign_in(ada).cookies["session"]}).get("/").h1 == "Hello, ada!"


def test_a_session_ends_with_the_old_key(ada, sign_in, without_old_key):
    assert without_old_key.take({"session": sign_in(ada).cookies["session"]}).get("/").h1 == "Hello, stranger!"


def test_a_remember_cookie_survives_the_rotation(ada, sign_in, rotated):
    token = sign_in(ada, remember_me="y").cookies["remember_token"]

    assert rotated.take({"remember_token": token}).get("/").h1 == "Hello, ada!"


def test_a_remember_cookie_ends_with_the_old_key(ada, sign_in, without_old_key):
    token = sign_in(ada, remember_me="y").cookies["remember_token"]

    assert without_old_key.take({"remember_token": token}).get("/").h1 == "Hello, stranger!"


def test_an_open_form_survives_the_rotation(ada, browser, rotated):
    form = browser.get("/auth/login").form_with({"email"})

    answer = rotated.take(browser.cookies).fill_in(form, {"email": "ada", "password": PASSWORD})

    assert (answer.status, answer.location) == (303, "/")


def test_a_form_behind_the_sign_in_survives_the_rotation(ada, sign_in, rotated):
    browser = sign_in(ada)
    form = browser.get("/account/profile").form_with({"about"})

    assert rotated.take(browser.cookies).fill_in(form, {"about": "Countess"}).status == 303


def test_an_open_form_ends_with_the_old_key(ada, browser, without_old_key):
    form = browser.get("/auth/login").form_with({"email"})

    answer = without_old_key.take(browser.cookies).fill_in(form, {"email": "ada", "password": PASSWORD})

    assert (answer.status, is_signed_in(without_old_key)) == (400, False)


def test_a_mailed_link_survives_the_rotation(mailed, rotated):
    assert opened(rotated, *mailed).status == 200


def test_a_mailed_link_opened_before_the_rotation_survives_it(mailed, browser, rotated):
    opened(browser, *mailed)

    assert rotated.take(browser.cookies).get(LINKS[mailed[0]][2]).status == 200


def test_a_mailed_link_ends_with_the_old_key(mailed, without_old_key):
    page = opened(without_old_key, *mailed)

    assert (page.status, page.h1) == (404, "This link does not work")


def test_a_mailed_link_opened_before_ends_with_the_old_key_too(mailed, browser, without_old_key):
    opened(browser, *mailed)

    assert without_old_key.take(browser.cookies).get(LINKS[mailed[0]][2]).status == 404


def test_a_known_browser_is_known_after_the_rotation(ada, sign_in, rotated, outbox):
    rotated.take({"browser": sign_in(ada).cookies["browser"]})

    assert (guess(rotated, "ada", PASSWORD).status, outbox.posted) == (303, [])


def test_a_known_browser_is_a_stranger_once_the_old_key_is_gone(ada, sign_in, without_old_key, outbox):
    without_old_key.take({"browser": sign_in(ada).cookies["browser"]})

    assert guess(without_old_key, "ada", PASSWORD).status == 303
    assert outbox.posted == [(ada.email, "email/new_sign_in")]


def test_what_is_signed_after_the_rotation_needs_the_old_key_no_more(ada, rotated, without_old_key):
    """Flask CVE-2025-47278: cookies were signed by the oldest key."""
    assert rotated.submit("/auth/login", email="ada", password=PASSWORD, remember_me="y").status == 303
    cookies = rotated.cookies

    for name in ("session", "remember_token"):
        assert without_old_key.take({name: cookies[name]}).get("/").h1 == "Hello, ada!"


def test_a_browser_cookie_of_after_the_rotation_needs_the_old_key_no_more(ada, rotated, without_old_key, outbox):
    guess(rotated, "ada", PASSWORD)
    without_old_key.take({"browser": rotated.cookies["browser"]})

    assert (guess(without_old_key, "ada", PASSWORD).status, outbox.posted) == (303, [])


def test_a_link_of_after_the_rotation_needs_the_old_key_no_more(ada, rotated, without_old_key):
    with rotated.app.app_context():
        token = UNDO.sign(make_change(db.session.get(type(ada), ada.id)))

    assert opened(without_old_key, "undo_email", token).status == 200


def test_a_form_of_after_the_rotation_needs_the_old_key_no_more(ada, rotated, without_old_key):
    form = rotated.get("/auth/login").form_with({"email"})

    answer = without_old_key.take(rotated.cookies).fill_in(form, {"email": "ada", "password": PASSWORD})

    assert answer.status == 303


def test_a_key_that_is_neither_opens_nothing(app_with, ada, sign_in, old_key):
    """The fallbacks are looked through, not believed."""
    stranger = Browser(app_with(SECRET_KEY="a key that was never ours", SECRET_KEY_FALLBACKS=[NEXT_KEY]))

    assert stranger.take(sign_in(ada, remember_me="y").cookies).get("/").h1 == "Hello, stranger!"
