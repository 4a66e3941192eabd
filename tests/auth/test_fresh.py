"""The page that asks for the password again. Who is sent there is in tests/test_fresh.py."""

import pytest

from app import db
from app.models import AccountEvent, Event
from tests.support.people import PASSWORD


@pytest.fixture
def owner(ada, sign_in, clock):
    """Ada's browser, in which the password was typed a while ago."""
    browser = sign_in(ada)
    clock.advance(minutes=11)
    return browser


def kinds():
    return list(db.session.scalars(db.select(AccountEvent.kind).order_by(AccountEvent.id)))


def test_the_password_leads_on_to_the_page_that_was_asked_for(owner):
    page = owner.submit("/auth/fresh?next=/account/data", fresh_password=PASSWORD)

    assert (page.status, page.location) == (303, "/account/data")


def test_what_was_asked_for_keeps_its_question(owner):
    page = owner.submit("/auth/fresh?next=/account/activity?before=7", fresh_password=PASSWORD)

    assert page.location == "/account/activity?before=7"


@pytest.mark.parametrize("target", ["//evil.test", "https://evil.test", "/\\evil.test", "", "javascript:x()"])
def test_it_leads_to_no_other_site(owner, target):
    assert owner.submit(f"/auth/fresh?next={target}", fresh_password=PASSWORD).location == "/"


@pytest.mark.parametrize(
    ("password", "message"),
    [("", "Please type your password."), ("wrong", "This is not your password. Please try again.")],
)
def test_another_password_does_not_do(owner, password, message):
    page = owner.submit("/auth/fresh?next=/account/data", fresh_password=password)

    assert (page.status, page.errors) == (422, {"fresh_password": message})
    assert owner.get("/account/data").location == "/auth/fresh?next=/account/data"


def test_a_right_one_is_recorded_once(owner):
    owner.submit("/auth/fresh", fresh_password=PASSWORD)

    assert kinds() == [Event.SIGNED_IN, Event.PASSWORD_REPEATED]


def test_a_wrong_one_is_recorded_once_and_the_session_goes_on(owner):
    owner.submit("/auth/fresh", fresh_password="wrong")

    assert (kinds(), owner.is_signed_in()) == ([Event.SIGNED_IN, Event.PASSWORD_REFUSED], True)


def test_guesses_have_to_wait(owner):
    answers = [owner.submit("/auth/fresh", fresh_password="wrong") for _ in range(6)]

    assert [answer.status for answer in answers] == [422] * 5 + [429]
    assert answers[-1].headers["Retry-After"] == "60"


def test_the_session_goes_on_under_a_new_id(owner, open_browser):
    thief = open_browser().take(owner.cookies)

    owner.submit("/auth/fresh", fresh_password=PASSWORD)

    assert (owner.is_signed_in(), thief.is_signed_in()) == (True, False)


def test_a_remembered_device_stays_remembered(ada, sign_in, open_browser):
    browser = sign_in(ada, remember_me="y")

    browser.submit("/auth/fresh", fresh_password=PASSWORD)

    restarted = open_browser().take({"remember_token": browser.cookies["remember_token"]})
    assert restarted.is_signed_in() is True


def test_one_that_is_not_remembered_does_not_become_so(owner):
    owner.submit("/auth/fresh", fresh_password=PASSWORD)

    assert "remember_token" not in owner.cookies


def test_the_other_devices_stay_signed_in(ada, owner, sign_in):
    other = sign_in(ada)

    owner.submit("/auth/fresh", fresh_password=PASSWORD)

    assert other.is_signed_in() is True


def test_nobody_s_password_but_the_account_s_will_do(owner, grace):
    grace.password = "another one of grace's own"
    db.session.commit()

    assert owner.submit("/auth/fresh", fresh_password="another one of grace's own").status == 422


def test_whoever_forgot_it_is_shown_the_way(owner):
    assert owner.get("/auth/fresh").links() == {"Forgot your password?": "/auth/reset"}


def test_a_stranger_is_asked_to_sign_in(browser):
    assert browser.get("/auth/fresh").location == "/auth/login?next=/auth/fresh"
