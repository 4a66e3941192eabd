"""Sensitive pages ask for the password again when it was typed long ago, once, and then go on."""

import pytest

from app import db
from app.models import AccountEvent
from tests.support.people import OTHER_PASSWORD, PASSWORD

SENSITIVE = [f"/account/{name}" for name in ("username", "email", "password", "sessions", "data", "close")]
ASKED = "Please type your password again"


@pytest.fixture
def owner(ada, sign_in):
    """Ada's browser, in which she has just signed in."""
    return sign_in(ada)


def interrupted(browser, clock, path="/account/email", **fields: str):
    """A form that was open for so long that the password is asked for."""
    form = browser.get(path).form_with(set(fields))
    clock.advance(minutes=11)
    return browser.fill_in(form, fields)


def go_on(browser, page, password=PASSWORD):
    return browser.fill_in(page.form_with({"fresh_password"}), {"fresh_password": password})


@pytest.mark.parametrize("path", SENSITIVE)
def test_right_after_the_sign_in_nothing_is_asked(clock, ada, sign_in, path):
    browser = sign_in(ada)
    clock.advance(minutes=9, seconds=59)

    assert browser.get(path).status == 200


@pytest.mark.parametrize("path", SENSITIVE)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_ten_minutes_later_the_password_is_asked_for(clock, ada, sign_in, method, path):
    browser = sign_in(ada)
    clock.advance(minutes=10)

    page = browser.open(path, method=method)

    assert (page.status, page.location) == (302, f"/auth/fresh?next={path}")


def test_it_is_asked_once_and_then_not_for_ten_minutes(clock, ada, sign_in):
    browser = sign_in(ada)
    clock.advance(minutes=10)
    browser.fill_in(
        browser.follow(browser.get("/account/email")).form_with({"fresh_password"}), {"fresh_password": PASSWORD}
    )
    clock.advance(minutes=9, seconds=59)

    assert [browser.get(path).status for path in SENSITIVE] == [200] * len(SENSITIVE)


def test_being_active_is_not_being_fresh(clock, ada, sign_in):
    browser = sign_in(ada)
    for _ in range(10):
        clock.advance(minutes=1)
        browser.get("/account/")

    assert browser.get("/account/email").status == 302


def test_a_session_brought_back_by_the_remember_cookie_is_not_fresh(ada, sign_in, open_browser):
    cookies = sign_in(ada, remember_me="y").cookies

    restarted = open_browser().take({"remember_token": cookies["remember_token"]})

    assert restarted.get("/account/email").status == 302


def test_the_time_is_a_setting(clock, ada, sign_in, app, configure):
    configure(SESSION_FRESH=app.config["SESSION_FRESH"] / 2)
    browser = sign_in(ada)
    clock.advance(minutes=5)

    assert browser.get("/account/email").status == 302


def test_a_form_that_was_open_for_long_is_asked_about_before_anything_happens(clock, ada, sign_in):
    page = interrupted(sign_in(ada), clock, email="ada@new.example")

    assert (page.status, page.h1, ada.pending_email) == (200, ASKED, None)


def test_what_was_filled_in_is_not_lost(clock, ada, sign_in):
    browser = sign_in(ada)

    answer = go_on(browser, interrupted(browser, clock, email="ada@new.example"))

    assert (answer.status, answer.location, ada.pending_email) == (303, "/account/email", "ada@new.example")


def test_it_is_kept_over_a_wrong_password(clock, ada, sign_in):
    browser = sign_in(ada)
    page = go_on(browser, interrupted(browser, clock, email="ada@new.example"), "wrong")
    assert page.errors == {"fresh_password": "This is not your password. Please try again."}

    go_on(browser, page)

    assert (page.status, ada.pending_email) == (422, "ada@new.example")


def test_markup_in_it_is_text(clock, ada, sign_in):
    value = '"><script>alert(1)</script>'

    page = interrupted(sign_in(ada), clock, email=value)

    assert page.values["email"] == value


def test_what_was_wrong_with_it_is_told_afterwards(clock, ada, sign_in):
    browser = sign_in(ada)

    page = go_on(browser, interrupted(browser, clock, email="nonsense"))

    assert (page.status, page.values) == (422, {"email": "nonsense"})
    assert list(page.errors) == ["email"]


@pytest.mark.parametrize("label", ["End", "End all others"])
def test_a_button_goes_on_too(clock, ada, sign_in, label):
    here, there = sign_in(ada), sign_in(ada)
    form = here.get("/account/sessions").form_saying(label)
    clock.advance(minutes=11)

    go_on(here, here.fill_in(form, {}))

    assert (here.is_signed_in(), there.is_signed_in()) == (True, False)


def test_passwords_are_not_carried_along(clock, ada, sign_in):
    browser = sign_in(ada)
    token = browser.get("/account/email").csrf_token
    clock.advance(minutes=11)

    page = browser.post(
        "/account/close", {"csrf_token": token, "username": "ada", "password": OTHER_PASSWORD, "old_password": PASSWORD}
    )

    assert sorted(page.values) == ["account_name", "fresh_password", "username"]
    assert (OTHER_PASSWORD in page.text, PASSWORD in page.text) == (False, False)


def test_the_token_of_the_old_form_is_not_carried_along_twice(clock, ada, sign_in):
    page = interrupted(sign_in(ada), clock, email="ada@new.example")

    assert len([field for field in page.form_with({"fresh_password"}).names if field == "csrf_token"]) == 1


def test_the_password_of_a_passer_by_does_nothing(clock, ada, sign_in):
    browser = sign_in(ada)
    page = interrupted(browser, clock, "/account/close", username="ada")

    go_on(browser, page, OTHER_PASSWORD)

    assert ada.closed_at is None


def test_going_on_gives_the_session_a_new_id(clock, ada, sign_in, open_browser):
    browser = sign_in(ada)
    page = interrupted(browser, clock, username="countess", path="/account/username")
    thief = open_browser().take(browser.cookies)

    go_on(browser, page)

    assert (ada.username, browser.is_signed_in(), thief.is_signed_in()) == ("countess", True, False)


def test_a_form_that_is_still_open_elsewhere_stays_good(clock, ada, sign_in):
    browser = sign_in(ada)
    other = browser.get("/account/username").form_with({"username"})
    go_on(browser, interrupted(browser, clock, email="ada@new.example"))

    assert browser.fill_in(other, {"username": "countess"}).status == 303


def test_without_the_form_s_token_it_is_not_even_asked(clock, ada, sign_in):
    browser = sign_in(ada)
    clock.advance(minutes=11)
    before = db.session.scalar(db.select(db.func.count(AccountEvent.id)))

    page = browser.post("/account/email", {"email": "ada@new.example", "fresh_password": PASSWORD})

    assert (page.status, ada.pending_email) == (400, None)
    assert db.session.scalar(db.select(db.func.count(AccountEvent.id))) == before


def test_a_stranger_is_asked_to_sign_in_and_nothing_is_kept(browser, ada):
    token = browser.get("/auth/login").csrf_token

    page = browser.post("/account/email", {"csrf_token": token, "email": "ada@new.example"})

    assert (page.status, page.location) == (302, "/auth/login?next=/account/email")
