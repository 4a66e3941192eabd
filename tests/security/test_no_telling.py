"""Whoever asks learns nothing of who has an account: the same bytes, headers and cookies in every case."""

from typing import Any

import pytest

from app import clock as the_clock
from app import db
from app.email.delivery import deliver_due
from tests.security.comparing import shown
from tests.security.steps import guess
from tests.support import databases
from tests.support.client import Browser
from tests.support.people import OTHER_PASSWORD, PASSWORD, make_user

ADDRESS = "somebody@example.com"
STATES = ["known", "unconfirmed", "disabled", "closed", "without a password"]
DOWN = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": 1, "MAIL_USE_TLS": False}
NEW = {"password": OTHER_PASSWORD, "password2": OTHER_PASSWORD}


def make_owner(state):
    """Somebody at the address, in a state; nobody if it is unknown."""
    if state == "unknown":
        return
    owner = make_user("owner", email=ADDRESS, confirmed=state != "unconfirmed")
    owner.disabled_at = the_clock.now() if state == "disabled" else None
    owner.closed_at = the_clock.now() if state == "closed" else None
    owner.password_hash = None if state == "without a password" else owner.password_hash
    db.session.commit()


# With the mail server down as well, wherever a mail is caused.
WITH_MAILS = pytest.mark.parametrize("told", [{}, DOWN], ids=["no mail server", "mail server down"], indirect=True)


@pytest.fixture
def told(request, app_with, clock):
    """What somebody sees who takes some steps, with an account of a state at the address."""
    app = app_with(MAILBOX=False, **getattr(request, "param", {}))

    def told(state, *steps: Any):
        databases.empty()
        make_owner(state)
        browser = Browser(app)
        return [line for step in steps for page in step(browser) for line in shown(page, browser)]

    return told


def deliver(browser):
    """What a delivery does meanwhile: it fails."""
    with browser.app.app_context():
        if browser.app.config["MAIL_SERVER"]:
            deliver_due()
    return []


def sign_in(password):
    return lambda browser: [guess(browser, ADDRESS, password)]


def look_at(*paths: str):
    return lambda browser: [browser.get(path) for path in paths]


def send(path, page="", **fields: str):
    """Send a form, and see what comes then."""

    def step(browser):
        answer = browser.post(path, fields | {"csrf_token": browser.get(page or path).csrf_token})
        return [answer, browser.follow(answer)] if answer.location else [answer]

    return step


REGISTER = send("/auth/register", email=ADDRESS, username="stranger", **NEW)
ENTER = send("/auth/login", email=ADDRESS, password=OTHER_PASSWORD)
CORRECT = send("/auth/unconfirmed/address", page="/auth/unconfirmed", email=ADDRESS)
RESEND = send("/auth/unconfirmed/resend", page="/auth/unconfirmed")
RESET = send("/auth/reset", email=ADDRESS)
EVERYWHERE = look_at(
    "/", "/user/stranger", "/auth/unconfirmed", "/account/", "/account/activity", "/account/data", "/account/sessions"
)


@pytest.mark.parametrize("state", STATES)
def test_a_wrong_password_says_nothing(told, state):
    assert told(state, sign_in("wrong")) == told("unknown", sign_in("wrong"))


@pytest.mark.parametrize("state", ["disabled", "closed", "without a password"])
def test_nor_does_the_right_one_where_nobody_may_sign_in(told, state):
    assert told(state, sign_in(PASSWORD)) == told("unknown", sign_in(PASSWORD))


@pytest.mark.parametrize("state", STATES)
def test_waiting_says_nothing(told, state):
    many = [sign_in("wrong")] * 7

    assert told(state, *many) == told("unknown", *many)


@WITH_MAILS
@pytest.mark.parametrize("state", STATES)
def test_a_reset_says_nothing(told, state):
    assert told(state, RESET) == told("unknown", RESET)


@WITH_MAILS
@pytest.mark.parametrize("state", STATES)
def test_nor_do_more_of_them_than_get_a_mail(told, state):
    assert told(state, *[RESET] * 7) == told("unknown", *[RESET] * 7)


@WITH_MAILS
@pytest.mark.parametrize("state", STATES)
def test_registering_says_nothing(told, state):
    assert told(state, REGISTER) == told("unknown", REGISTER)


@WITH_MAILS
@pytest.mark.parametrize("state", STATES)
def test_registering_and_signing_in_with_the_password_just_chosen_says_nothing(told, state):
    steps = [REGISTER, ENTER, EVERYWHERE]

    assert told(state, *steps) == told("unknown", *steps)


@pytest.mark.parametrize("state", STATES)
def test_nor_does_the_name_that_is_taken_from_now_on(told, state):
    """By the same form again, by the name with another address, and by the name in the address bar."""
    other = send("/auth/register", email="other@example.com", username="stranger", **NEW)
    steps = [REGISTER, REGISTER, other, look_at("/user/stranger", "/auth/register?username=stranger")]

    assert told(state, *steps) == told("unknown", *steps)


@WITH_MAILS
@pytest.mark.parametrize("state", STATES)
def test_nor_does_waiting_for_the_mail(told, state):
    steps = [REGISTER, deliver, ENTER, EVERYWHERE, *[RESEND] * 6, deliver, EVERYWHERE]

    assert told(state, *steps) == told("unknown", *steps)


@WITH_MAILS
@pytest.mark.parametrize("state", STATES)
def test_correcting_one_s_address_to_it_says_nothing(told, state):
    register = send("/auth/register", email="mallory@example.com", username="mallory", **NEW)
    enter = send("/auth/login", email="mallory", password=OTHER_PASSWORD)
    steps = [register, enter, CORRECT, EVERYWHERE, RESEND, RESET]

    assert told(state, *steps) == told("unknown", *steps)


def mallory_signs_in(browser):
    make_user("mallory")
    return [guess(browser, "mallory", PASSWORD)]


@WITH_MAILS
@pytest.mark.parametrize("state", STATES)
def test_moving_one_s_account_there_says_nothing(told, state):
    """Nor do the settings, the history and the download of all data afterwards."""
    move = send("/account/email", email=ADDRESS)
    after = look_at("/account/email", "/account/activity", "/account/", "/account/sessions", "/")
    steps = [mallory_signs_in, move, move, after, download]

    assert told(state, *steps) == told("unknown", *steps)


@pytest.mark.parametrize("state", STATES)
def test_nor_does_asking_to_move_there_too_often(told, state):
    steps = [mallory_signs_in, *[send("/account/email", email=ADDRESS)] * 7, download]

    assert told(state, *steps) == told("unknown", *steps)


def download(browser):
    return [browser.post("/account/data", {"csrf_token": browser.get("/account/data").csrf_token})]


@pytest.mark.parametrize("state", ["disabled", "closed", "unconfirmed", "unknown"])
def test_a_profile_that_is_not_public_is_no_profile(told, state):
    """To strangers there is no difference between nobody and somebody who may not be seen."""
    assert told(state, look_at("/user/owner")) == told("unknown", look_at("/user/owner"))


@pytest.mark.parametrize("state", ["disabled", "closed", "unconfirmed", "unknown"])
def test_the_front_page_greets_who_is_not_public_as_nobody(told, state):
    steps = [send("/", name="owner")]

    assert told(state, *steps) == told("unknown", *steps)
