"""Forgetting: what goes with a closed account, what stays, and when."""

import pytest

from app import db, notices
from app.models import AccountEvent, AddressChange, Event, LoginSession, Message, User
from app.models.user.closing import REOPEN
from tests.support.people import PASSWORD, hash_of, make_user
from tests.support.signups import sign_up

TELLING = ("ada", "192.0.2.77", "Firefox")


def purge():
    count = User.forget_the_gone()
    db.session.commit()
    return count


def everything_kept():
    """Every value of every column of every table, as text."""
    tables = [table for table in db.metadata.sorted_tables if table.name != "roles"]
    return [str(value) for table in tables for row in db.session.execute(db.select(table)) for value in row]


@pytest.fixture
def gone(ada, open_browser, clock, outbox):
    """Ada, after a life with us: she closed her account two weeks ago."""
    browser = open_browser()
    browser.client.environ_base |= {"REMOTE_ADDR": "192.0.2.77", "HTTP_USER_AGENT": "Firefox Linux"}
    browser.submit("/auth/login", email="ada", password=PASSWORD)
    browser.submit("/account/profile", name="Ada Lovelace", about="I am ada")
    browser.submit("/account/username", username="ada_l")
    browser.submit("/account/email", email="ada@new.example")
    browser.get(outbox.link("email/confirm_new_address"))
    browser.submit("/account/close", username="ada_l")
    clock.advance(days=14, seconds=1)
    return ada


def test_after_fourteen_days_the_row_is_gone(gone):
    count = purge()

    assert (count, db.session.scalars(db.select(User)).all()) == (1, [])


def test_nothing_that_is_kept_names_the_person(gone):
    purge()

    kept = everything_kept()
    assert [text for text in kept if any(word.lower() in text.lower() for word in TELLING)] == []


def test_the_events_stay_without_a_name(gone):
    before = list(db.session.scalars(db.select(AccountEvent.kind).order_by(AccountEvent.id)))
    purge()

    events = db.session.scalars(db.select(AccountEvent).order_by(AccountEvent.id)).all()
    assert [event.kind for event in events] == [*before, Event.FORGOTTEN]
    assert {(event.user_id, event.ip, event.agent, str(event.details)) for event in events} == {(None, "", "", "{}")}


def test_mails_that_wait_are_not_sent_any_more(gone):
    purge()

    mails = {(mail.state, mail.due_at, mail.text_body) for mail in db.session.scalars(db.select(Message))}
    assert mails == {("failed", None, None)}


def test_sessions_and_moves_go_along(gone):
    purge()

    assert [db.session.scalars(db.select(table)).all() for table in (LoginSession, AddressChange)] == [[], []]


def test_name_and_address_are_free_again(gone, browser):
    purge()

    sign_up(browser, username="ada_l", email="ada@new.example")

    assert db.session.scalars(db.select(User.email)).all() == ["ada@new.example"]


def test_the_way_back_is_none_any_more(ada, clock):
    ada.close()
    token = REOPEN.sign(ada)
    db.session.commit()
    clock.advance(days=14, seconds=1)
    purge()

    assert REOPEN.owner(token, User) is None


def test_until_then_everything_is_kept(ada, clock):
    ada.close()
    db.session.commit()
    before = everything_kept()
    clock.advance(days=13, hours=23, minutes=59)

    assert (purge(), everything_kept()) == (0, before)


def test_a_reopened_account_is_kept(ada, clock):
    ada.close()
    ada.reopen(REOPEN.sign(ada))
    db.session.commit()
    clock.advance(days=15)

    assert purge() == 0


def test_an_account_that_an_administrator_disabled_is_kept(ada, clock):
    ada.disabled_at = ada.created_at
    db.session.commit()
    clock.advance(days=15)

    assert purge() == 0


def test_nobody_else_is_touched(gone, grace, sign_in, clock):
    sign_in(grace)
    events = db.select(AccountEvent.ip).where(AccountEvent.user_id == grace.id)
    before = db.session.scalars(events).all()

    purge()

    assert (db.session.scalars(events).all(), db.session.scalars(db.select(User.username)).all()) == (before, ["grace"])


def test_a_sign_up_never_confirmed_goes_after_fourteen_days(unconfirmed, clock):
    clock.advance(days=14, seconds=1)

    assert (purge(), db.session.scalars(db.select(User)).all()) == (1, [])


def test_a_sign_up_made_anew_counts_from_then(unconfirmed, clock):
    clock.advance(days=13)
    User.register(unconfirmed.email, "newcomer", hash_of(PASSWORD))
    db.session.commit()
    clock.advance(days=2)

    assert purge() == 0


def test_twice_is_once(gone):
    assert [purge(), purge()] == [1, 0]


def test_a_notice_that_still_waits_for_an_administrator_names_nobody(clock, configure):
    configure(FLASKY_ADMIN=["root@example.com"])
    user = make_user("ada", confirmed=False)
    notices.announce(user)
    db.session.commit()
    clock.advance(days=14, seconds=1)

    purge()

    assert [text for text in everything_kept() if "ada" in text.lower()] == []


def test_closing_leaves_the_commit_to_its_caller(ada, outbox):
    ada.close()
    db.session.rollback()

    assert (ada.closed_at, outbox.posted) == (None, [])


def test_an_open_account_is_not_opened_again(ada):
    assert (ada.reopen(REOPEN.sign(ada)), ada.closed_at) == (False, None)
