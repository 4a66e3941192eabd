"""Bearing another name."""

import pytest

from app import db
from app.models import AccountEvent, Event
from tests.support.people import PASSWORD
from tests.support.signups import sign_up

TAKEN = "Username already in use. Please choose another."


def renamings():
    found = db.session.scalars(db.select(AccountEvent).where(AccountEvent.kind == Event.USERNAME_CHANGED))
    return [event.details for event in found]


def test_the_form_holds_the_present_name(ada, sign_in):
    assert sign_in(ada).get("/account/username").values == {"username": "ada"}


def test_the_account_has_the_new_name(ada, sign_in):
    browser = sign_in(ada)

    page = browser.follow(browser.submit("/account/username", username="countess"))

    assert (page.h1, page.flashes) == ("Settings", ["Your username has been changed."])
    assert (ada.username, ada.username_key) == ("countess", "countess")


def test_the_old_profile_is_not_found(browser, ada, sign_in):
    sign_in(ada).submit("/account/username", username="countess")

    assert (browser.get("/user/ada").status, browser.get("/user/countess").status) == (404, 200)


@pytest.mark.parametrize(("name", "status"), [("ada", 422), ("countess", 303)])
def test_only_the_new_name_signs_in(browser, ada, sign_in, name, status):
    sign_in(ada).submit("/account/username", username="countess")

    assert browser.submit("/auth/login", email=name, password=PASSWORD).status == status


def test_the_owner_is_told(ada, sign_in, outbox):
    sign_in(ada).submit("/account/username", username="countess")

    assert outbox.posted == [("ada@example.com", "email/username_changed")]
    assert "it was ada before" in outbox.newest("email/username_changed").text_body


def test_it_is_recorded_once_with_both_names(ada, sign_in):
    sign_in(ada).submit("/account/username", username="countess")

    assert renamings() == [{"old": "ada", "new": "countess"}]


def test_capitals_are_the_owner_s_to_change(ada, sign_in):
    sign_in(ada).submit("/account/username", username="Ada")

    assert (ada.username, ada.username_key) == ("Ada", "ada")


def test_the_same_name_is_no_change(ada, sign_in, outbox):
    sign_in(ada).submit("/account/username", username="ada")

    assert (renamings(), outbox.posted) == ([], [])


@pytest.mark.parametrize("name", ["grace", "Grace", "GRACE", " grace "])
def test_a_taken_name_is_refused(ada, grace, sign_in, name):
    page = sign_in(ada).submit("/account/username", username=name)

    assert (page.status, page.errors, ada.username) == (422, {"username": TAKEN}, "ada")


def test_the_name_of_somebody_unconfirmed_is_taken_too(ada, unconfirmed, sign_in):
    page = sign_in(ada).submit("/account/username", username="newcomer")

    assert page.errors == {"username": TAKEN}


def test_a_refused_name_is_neither_mailed_nor_recorded(ada, grace, sign_in, outbox):
    sign_in(ada).submit("/account/username", username="grace")

    assert (renamings(), outbox.posted) == ([], [])


@pytest.mark.parametrize("name", ["", " ", "1st", "_a", ".a", "a b", "a-b", "a@b", "ä", "а", "a\u200bb", "a" * 65])
def test_the_rules_are_those_of_registration(ada, browser, sign_in, name):
    page = sign_in(ada).submit("/account/username", username=name)

    assert (page.status, page.errors) == (422, sign_up(browser, username=name).errors)
    assert ada.username == "ada"


def test_the_old_name_is_free_for_others(browser, ada, sign_in):
    sign_in(ada).submit("/account/username", username="countess")

    assert sign_up(browser, username="ada").status == 303


def test_the_sessions_go_on(ada, sign_in):
    here, there = sign_in(ada), sign_in(ada)

    here.submit("/account/username", username="countess")

    assert (here.is_signed_in(), there.is_signed_in()) == (True, True)
