"""A new password, for who knows the old one."""

import pytest

from app import db
from app.models import AccountEvent, Event
from tests.support.people import OTHER_PASSWORD, PASSWORD

SAME = {"password": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
GUESSABLE = "This password is too common or too easy to guess. A few unrelated words make a good one."
PERSONAL = "Your password contains your name or address. Please choose another."


def change(browser, old=PASSWORD, **fields: str):
    return browser.submit("/account/password", old_password=old, **(SAME | fields))


def kinds():
    return list(db.session.scalars(db.select(AccountEvent.kind).order_by(AccountEvent.id)))


@pytest.fixture
def owner(ada, sign_in):
    """Ada's browser."""
    return sign_in(ada)


def test_it_opens_the_account_from_now_on(ada, owner):
    page = owner.follow(change(owner))

    assert (page.h1, page.flashes) == (
        "Settings",
        ["Your password has been changed. All other devices were signed out."],
    )
    assert (ada.verify_password(OTHER_PASSWORD), ada.verify_password(PASSWORD)) == (True, False)


def test_this_device_stays_signed_in_and_the_others_do_not(ada, owner, sign_in):
    other, remembered = sign_in(ada), sign_in(ada, remember_me="y")

    change(owner)

    assert [one.is_signed_in() for one in (owner, other, remembered)] == [True, False, False]


def test_this_session_goes_on_under_a_new_id(owner, open_browser):
    thief = open_browser().take(owner.cookies)

    change(owner)

    assert (owner.is_signed_in(), thief.is_signed_in()) == (True, False)


def test_a_remembered_device_stays_remembered(ada, sign_in, open_browser):
    browser = sign_in(ada, remember_me="y")

    change(browser)

    restarted = open_browser().take({"remember_token": browser.cookies["remember_token"]})
    assert restarted.is_signed_in() is True


def test_the_owner_is_told(owner, outbox):
    change(owner)

    assert outbox.posted == [("ada@example.com", "email/password_changed")]


def test_it_is_recorded_once(owner):
    change(owner)

    assert kinds() == [Event.SIGNED_IN, Event.PASSWORD_CHANGED, Event.PASSWORD_REPEATED]


@pytest.mark.parametrize(
    ("old", "message"),
    [
        ("", "Please type your current password."),
        ("wrong", "This is not your current password. Please try again."),
        (f"{PASSWORD} ", "This is not your current password. Please try again."),
        ("x" * 60_000, "This is not your current password. Please try again."),
    ],
)
def test_it_needs_the_old_password(ada, owner, old, message):
    page = change(owner, old)

    assert (page.status, page.errors) == (422, {"old_password": message})
    assert ada.verify_password(PASSWORD) is True


def test_a_wrong_old_password_is_recorded_once_and_nothing_else_happens(ada, owner, sign_in, outbox):
    other = sign_in(ada)
    mails = outbox.posted

    change(owner, "wrong")

    assert (kinds()[2:], outbox.posted, other.is_signed_in()) == ([Event.PASSWORD_REFUSED], mails, True)


def test_guesses_at_the_old_password_have_to_wait(owner):
    answers = [change(owner, "wrong").status for _ in range(6)]

    assert answers == [422] * 5 + [429]


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("", "Please choose a password."),
        ("7 chars", "Please use at least 8 characters."),
        ("x7! " * 64 + "x", "Please use at most 256 characters."),
        ("password", GUESSABLE),
        ("qwertyuiop", GUESSABLE),
        ("P@ssw0rd1", GUESSABLE),
        ("aaaaaaaaaaaaaaaa", GUESSABLE),
        ("seven lovelace rivers", PERSONAL),
        ("Lovelace bends seven", PERSONAL),
        ("quiet example rivers", PERSONAL),
    ],
)
def test_what_others_would_guess_is_refused_with_the_reason(ada, owner, password, message):
    ada.name = "Ada Lovelace"
    db.session.commit()

    page = change(owner, password=password, password2=password)

    assert (page.status, page.errors["password"], ada.verify_password(PASSWORD)) == (422, message, True)


@pytest.mark.parametrize(
    "password",
    [
        "tram 4 uz",
        "ÄÖÜ ßçø żółć",
        "密码很长很安全吗",
        "🦉🌲🎻🧭🪁🧶🛶🪴",
        " leading and trailing ",
        "k3 %\\\"'<&> x",
        f"tram 4 uz {'x' * 246}",
    ],
)
def test_any_other_characters_will_do(ada, owner, password):
    change(owner, password=password, password2=password)

    assert ada.verify_password(password) is True


def test_the_two_have_to_be_alike(ada, owner):
    page = change(owner, password2=PASSWORD)

    assert page.errors == {"password2": "The two passwords differ. Please type them again."}
    assert (page.status, ada.verify_password(PASSWORD)) == (422, True)


def test_no_password_is_ever_sent_back(owner):
    page = change(owner, "wrong")

    assert (OTHER_PASSWORD in page.text, PASSWORD in page.text) == (False, False)


def test_password_managers_know_each_field(owner):
    fields = owner.get("/account/password").all("input")

    assert {field.get("name"): field.get("autocomplete") for field in fields if field.get("autocomplete")} == {
        "account_name": "username",
        "old_password": "current-password",
        "password": "new-password",
        "password2": "new-password",
    }


def test_the_page_asks_for_the_password_first_when_it_was_typed_long_ago(ada, sign_in, clock):
    browser = sign_in(ada)
    clock.advance(minutes=11)

    assert browser.get("/account/password").location == "/auth/fresh?next=/account/password"


def test_a_form_that_was_open_for_long_brings_the_password_itself(ada, sign_in, clock):
    browser = sign_in(ada)
    page = browser.get("/account/password")
    clock.advance(hours=1)

    answer = browser.fill_in(page.form_with({"old_password"}), {"old_password": PASSWORD} | SAME)

    assert (answer.status, ada.verify_password(OTHER_PASSWORD)) == (303, True)
