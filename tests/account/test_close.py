"""Closing the account. The way back is in tests/auth/test_reopen.py, the end in tests/models/test_closing.py."""

import pytest

from app import db
from app.models import AccountEvent, Event, LoginSession, User
from tests.support.acts import make_administrator
from tests.support.people import PASSWORD
from tests.support.signups import sign_up

DONE = "Your account is closed. We mailed you a link that opens it again within 14 days."


@pytest.fixture
def owner(ada, sign_in):
    """Ada's browser."""
    return sign_in(ada)


def close(browser):
    return browser.submit("/account/close", username="ada")


def kinds():
    return list(db.session.scalars(db.select(AccountEvent.kind).order_by(AccountEvent.id)))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "Please type your username."),
        ("Ada", "This is not your username. Type it as it stands above."),
        ("grace", "This is not your username. Type it as it stands above."),
        ("ada@example.com", "This is not your username. Type it as it stands above."),
    ],
)
def test_it_takes_the_name_to_show_that_it_is_meant(ada, owner, name, message):
    page = owner.submit("/account/close", username=name)

    assert (page.status, page.errors, ada.closed_at) == (422, {"username": message}, None)


def test_the_answer_says_that_there_is_a_way_back(owner):
    page = owner.follow(close(owner))

    assert (page.h1, page.flashes) == ("Hello, stranger!", [DONE])


def test_every_device_is_signed_out_at_once(ada, owner, sign_in):
    browsers = [owner, sign_in(ada), sign_in(ada, remember_me="y")]

    close(owner)

    assert [browser.is_signed_in() for browser in browsers] == [False] * 3


def test_cookies_kept_of_before_are_worth_nothing(owner, open_browser):
    kept = dict(owner.cookies)

    close(owner)

    assert open_browser().take(kept).is_signed_in() is False


def test_no_session_waits_for_the_account_to_be_opened_again(ada, owner, sign_in):
    sign_in(ada, remember_me="y")

    close(owner)

    assert db.session.scalars(db.select(LoginSession)).all() == []


def test_the_right_password_signs_nobody_in(browser, owner):
    close(owner)

    page = browser.submit("/auth/login", email="ada", password=PASSWORD)

    assert page.errors == {"password": "Email, username or password are not right. Please try again."}


def test_the_profile_is_not_found(browser, owner):
    close(owner)

    assert browser.get("/user/ada").status == 404


def test_a_mail_carries_the_way_back(owner, outbox):
    close(owner)

    assert outbox.posted == [("ada@example.com", "email/closed")]


def test_it_is_recorded_once(owner):
    close(owner)

    assert kinds() == [Event.SIGNED_IN, Event.CLOSED]


def test_a_pending_change_of_address_is_void(ada, owner, outbox, browser):
    owner.submit("/account/email", email="ada@new.example")
    link = outbox.link("email/confirm_new_address")
    close(owner)

    page = browser.follow(browser.get(link))

    assert (page.status, ada.email, ada.pending_email) == (404, "ada@example.com", None)


def test_a_link_to_choose_a_password_is_void(browser, owner, outbox):
    browser.submit("/auth/reset", email="ada@example.com")
    link = outbox.link("email/reset")
    close(owner)

    assert browser.follow(browser.get(link)).status == 404


def test_whoever_forgot_about_it_and_asks_for_a_password_gets_the_way_back(browser, owner, outbox):
    close(owner)

    browser.submit("/auth/reset", email="ada@example.com")

    assert outbox.posted == [("ada@example.com", "email/closed")] * 2


def test_name_and_address_wait_for_the_owner(browser, owner, outbox):
    close(owner)

    named = sign_up(browser, username="ada")
    addressed = sign_up(browser, email="ada@example.com")

    assert (named.errors, addressed.status) == ({"username": "Username already in use. Please choose another."}, 303)
    assert outbox.posted[1:] == [("ada@example.com", "email/already_registered")]


def test_nobody_else_s_account_is_touched(grace, owner, sign_in):
    other = sign_in(grace)

    close(owner)

    assert (other.is_signed_in(), db.session.scalars(db.select(User.closed_at)).all().count(None)) == (True, 1)


def test_it_asks_for_the_password_when_it_was_typed_long_ago(ada, sign_in, clock):
    browser = sign_in(ada)
    page = browser.get("/account/close")
    clock.advance(minutes=10)

    answer = browser.fill_in(page.form_with({"username"}), {"username": "ada"})

    assert (answer.h1, ada.closed_at) == ("Please type your password again", None)


def test_the_last_administrator_is_told_what_to_do_first(sign_in, outbox):
    root = make_administrator()
    browser = sign_in(root)
    page = browser.submit("/account/close", username="root")

    assert (page.status, root.closed_at, outbox.posted, browser.is_signed_in()) == (422, None, [], True)
    assert "Nobody else could administer the site then. Make somebody else administrator first." in page.main


def test_one_of_two_administrators_may_leave(sign_in):
    root, _ = make_administrator("root"), make_administrator("deputy")

    assert (sign_in(root).submit("/account/close", username="root").status, root.closed_at is None) == (303, False)


def test_the_page_offers_a_copy_first(owner):
    assert owner.get("/account/close").links()["Download your data"] == "/account/data"
