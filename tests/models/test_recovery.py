"""What a new password by a mailed link undoes, and what voids the link."""

import pytest

from app import db
from app.models import AccountEvent, Event, User
from app.models.user.closing import REOPEN
from tests.support.people import OTHER_PASSWORD, PASSWORD, hash_of


@pytest.fixture
def token(ada):
    ada.mail_reset()
    db.session.commit()
    return ada.generate_reset_token()


def close_and_reopen(user):
    user.close()
    user.reopen(REOPEN.sign(user))


def move(user):
    user.change_email(user.generate_email_change_token("ada@new.example"))


VOIDING = {
    "a newer request": lambda user: user.mail_reset(),
    "a newer request from the page": lambda user: User.request_reset_at(user.email),
    "a new password": lambda user: user.change_password(OTHER_PASSWORD),
    "a new hash of the same password": lambda user: setattr(user, "password", PASSWORD),
    "a new address": move,
    "closing the account": lambda user: user.close(),
    "disabling the account": lambda user: setattr(user, "disabled_at", user.created_at),
}


def test_a_token_changes_the_password_once(ada, token):
    answers = [User.reset_password(token, OTHER_PASSWORD), User.reset_password(token, "nine small lanterns glow")]

    assert (answers, ada.verify_password(OTHER_PASSWORD)) == ([True, False], True)


@pytest.mark.parametrize("voiding", VOIDING.values(), ids=VOIDING)
def test_a_token_dies_with(ada, token, voiding):
    voiding(ada)
    db.session.commit()
    before = ada.password_hash

    assert (User.reset_password(token, "nine small lanterns glow"), ada.password_hash) == (False, before)


def test_a_refusal_is_recorded_once(ada, token):
    ada.change_password(OTHER_PASSWORD)
    User.reset_password(token, "nine small lanterns glow")
    db.session.commit()

    refused = db.select(AccountEvent.user_id).where(AccountEvent.kind == Event.RESET_REFUSED)
    assert db.session.scalars(refused).all() == [ada.id]


def test_a_token_for_another_purpose_changes_nothing(unconfirmed):
    tokens = [unconfirmed.generate_confirmation_token(), unconfirmed.generate_email_change_token("a@new.example")]

    assert [User.reset_password(token, OTHER_PASSWORD) for token in tokens] == [False, False]


def test_a_token_changes_nobody_else_s_password(ada, grace, token):
    User.reset_password(token, OTHER_PASSWORD)

    assert (grace.verify_password(PASSWORD), ada.verify_password(PASSWORD)) == (True, False)


def test_a_token_s_lifetime_is_in_seconds(ada, clock):
    token = ada.generate_reset_token(expiration=5)
    clock.advance(seconds=6)

    assert User.reset_password(token, OTHER_PASSWORD) is False


def test_resetting_leaves_the_commit_to_its_caller(ada, token):
    User.reset_password(token, OTHER_PASSWORD)
    db.session.rollback()

    assert ada.verify_password(PASSWORD) is True


def test_an_account_without_a_password_can_get_one(ada):
    ada.password_hash = None
    db.session.commit()

    assert User.reset_password(ada.generate_reset_token(), OTHER_PASSWORD) is True


def test_a_reset_makes_every_browser_a_stranger(ada, token, clock):
    clock.advance(minutes=1)

    User.reset_password(token, OTHER_PASSWORD)

    assert ada.browsers_since == clock.now()


def test_an_older_hash_voids_its_links_when_it_is_strengthened(ada):
    ada.password_hash = "scrypt:32768:8:1$salt$00"
    token = ada.generate_reset_token()
    ada.password_hash = hash_of(PASSWORD)
    db.session.commit()

    assert User.reset_password(token, OTHER_PASSWORD) is False


def test_a_token_outlives_closing_and_reopening(ada, token):
    close_and_reopen(ada)

    assert User.reset_password(token, OTHER_PASSWORD) is True


@pytest.fixture
def link(ada, browser, outbox):
    """The link that was mailed to ada."""
    browser.submit("/auth/reset", email="ada@example.com")
    return outbox.link("email/reset")


def reset(browser, link):
    browser.get(link)
    browser.submit("/auth/reset/new", password=OTHER_PASSWORD, password2=OTHER_PASSWORD)


def kinds():
    return list(db.session.scalars(db.select(AccountEvent.kind).order_by(AccountEvent.id)))


def test_every_device_is_signed_out(browser, ada, sign_in, link):
    browsers = [sign_in(ada), sign_in(ada, remember_me="y")]
    reset(browser, link)

    assert [one.is_signed_in() for one in browsers] == [False, False]


def test_whoever_follows_it_in_a_signed_in_browser_is_signed_out_there_too(ada, sign_in, link):
    browser = sign_in(ada)
    reset(browser, link)

    assert browser.is_signed_in() is False


def test_it_confirms_an_unconfirmed_account(browser, unconfirmed, outbox):
    browser.submit("/auth/reset", email="newcomer@example.com")

    reset(browser, outbox.link("email/reset"))

    assert (unconfirmed.confirmed, kinds()) == (True, [Event.RESET_REQUESTED, Event.CONFIRMED, Event.PASSWORD_RESET])


def test_a_pending_change_of_address_is_void(browser, ada, sign_in, outbox, link):
    sign_in(ada).submit("/account/email", email="thief@new.example")
    reset(browser, link)

    page = browser.follow(browser.get(outbox.link("email/confirm_new_address")))
    assert (page.status, ada.email, ada.pending_email) == (404, "ada@example.com", None)


def test_the_owner_is_told_and_it_is_recorded_once(browser, ada, outbox, link):
    reset(browser, link)

    assert outbox.posted[1:] == [("ada@example.com", "email/password_changed")]
    assert kinds() == [Event.RESET_REQUESTED, Event.PASSWORD_RESET]


def test_this_browser_is_known_from_now_on(browser, ada, sign_in, outbox, link):
    sign_in(ada)
    reset(browser, link)

    browser.submit("/auth/login", email="ada", password=OTHER_PASSWORD)

    assert outbox.posted[1:] == [("ada@example.com", "email/password_changed")]


def test_nobody_else_s_password_changes(browser, grace, link):
    reset(browser, link)

    users = db.session.scalars(db.select(User).order_by(User.username))
    assert [user.verify_password(PASSWORD) for user in users] == [False, True]
