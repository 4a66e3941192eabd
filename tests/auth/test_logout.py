"""Signing out: the session is gone, wherever its cookies are kept."""

import pytest

from app import db
from app.models import AccountEvent, Event, LoginSession


def test_it_needs_only_a_button(ada, sign_in):
    browser = sign_in(ada)

    answer = browser.press("/", "Sign out")

    page = browser.follow(answer)
    assert (answer.status, page.h1, page.flashes) == (303, "Hello, stranger!", ["You have been signed out."])


def test_it_works_without_the_navigation_too(ada, sign_in):
    browser = sign_in(ada)

    browser.fill_in(browser.get("/auth/logout").form_with(set()), {})

    assert browser.get("/").h1 == "Hello, stranger!"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_a_link_signs_nobody_out(ada, sign_in, method):
    browser = sign_in(ada)

    browser.open("/auth/logout", method=method)

    assert browser.get("/").h1 == "Hello, ada!"


def test_another_site_signs_nobody_out(ada, sign_in):
    browser = sign_in(ada)

    page = browser.post("/auth/logout")

    assert (page.status, browser.get("/").h1) == (400, "Hello, ada!")


def test_a_stranger_has_nothing_to_sign_out_of(browser):
    assert browser.get("/auth/logout").location == "/"


def test_a_stranger_who_signs_out_all_the_same_meets_no_error(browser):
    answer = browser.post("/auth/logout", {"csrf_token": browser.get("/").csrf_token})

    assert (answer.status, answer.location) == (303, "/")


def test_a_saved_session_cookie_is_worth_nothing(ada, sign_in):
    browser = sign_in(ada)
    saved = browser.cookies
    browser.press("/", "Sign out")

    assert (sorted(saved), browser.take(saved).get("/").h1) == (["browser", "session"], "Hello, stranger!")


def test_a_saved_remember_cookie_is_worth_nothing(ada, sign_in):
    browser = sign_in(ada, remember_me="y")
    saved = {"remember_token": browser.cookies["remember_token"]}
    browser.press("/", "Sign out")

    assert browser.take(saved).get("/").h1 == "Hello, stranger!"


def test_both_together_are_worth_nothing(ada, sign_in):
    browser = sign_in(ada, remember_me="y")
    saved = browser.cookies
    browser.press("/", "Sign out")

    assert browser.take(saved).get("/account/profile").status == 302


def test_the_cookies_of_the_way_out_are_worth_nothing(ada, sign_in):
    """Flask-Login leaves the remember cookie to the next answer; whatever is left names nobody."""
    browser = sign_in(ada, remember_me="y")
    browser.press("/", "Sign out")

    assert ("remember_token" in browser.cookies, browser.get("/").h1) == (False, "Hello, stranger!")


def test_the_row_is_gone_and_it_is_recorded_once(ada, sign_in):
    sign_in(ada).press("/", "Sign out")

    kinds = list(db.session.scalars(db.select(AccountEvent.kind).order_by(AccountEvent.id)))
    assert (db.session.scalars(db.select(LoginSession)).all(), kinds) == ([], [Event.SIGNED_IN, Event.SIGNED_OUT])


def test_other_devices_stay_signed_in(ada, sign_in):
    here, there = sign_in(ada), sign_in(ada)

    here.press("/", "Sign out")

    assert there.get("/").h1 == "Hello, ada!"


def test_what_the_browser_has_cached_is_cleared(ada, sign_in):
    assert sign_in(ada).press("/", "Sign out").headers["Clear-Site-Data"] == '"cache"'
