"""Moving an account, as code sees it."""

import pytest

from app import db
from app.models import AccountEvent, AddressChange, Event
from app.models.user.email_change import UNDO
from tests.support.people import make_user

NEW = "ada@new.example"


def move(user, address=NEW):
    return user.change_email(user.generate_email_change_token(address))


def events(kind):
    return list(db.session.scalars(db.select(AccountEvent.user_id).where(AccountEvent.kind == kind)))


def test_a_token_moves_the_account_once(ada):
    token = ada.generate_email_change_token(NEW)

    assert ([ada.change_email(token), ada.change_email(token)], ada.email) == ([True, False], NEW)


def test_making_one_says_what_the_account_waits_for(ada):
    ada.generate_email_change_token(NEW)

    assert (ada.email, ada.pending_email) == ("ada@example.com", NEW)


def test_a_newer_token_voids_the_older_for_the_same_address_too(ada):
    older, newer = ada.generate_email_change_token(NEW), ada.generate_email_change_token(NEW)

    assert (ada.change_email(older), ada.change_email(newer)) == (False, True)


def test_a_token_moves_nobody_else(ada, grace):
    token = ada.generate_email_change_token(NEW)
    grace.generate_email_change_token(NEW)

    assert (grace.change_email(token), grace.email) == (False, "grace@example.com")


def test_a_token_s_lifetime_is_in_seconds(ada, clock):
    token = ada.generate_email_change_token(NEW, expiration=5)
    clock.advance(seconds=6)

    assert ada.change_email(token) is False


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é", "W10.W10"])
def test_rubbish_moves_nobody(ada, token):
    ada.generate_email_change_token(NEW)
    db.session.commit()

    assert (ada.change_email(token), ada.email) == (False, "ada@example.com")


def test_a_refusal_is_recorded_once(ada):
    ada.change_email("x")
    db.session.commit()

    assert events(Event.EMAIL_CHANGE_REFUSED) == [ada.id]


def test_moving_leaves_the_commit_to_its_caller(ada):
    token = ada.generate_email_change_token(NEW)
    db.session.commit()
    ada.change_email(token)
    db.session.rollback()

    assert (ada.email, ada.pending_email) == ("ada@example.com", NEW)


def test_an_address_has_had_enough_after_five_mails_an_hour(ada, clock):
    answers = [ada.request_email_change(NEW) for _ in range(6)]
    clock.advance(hours=1, seconds=1)

    assert [*answers, ada.request_email_change(NEW)] == [True] * 5 + [False, True]


def test_a_request_too_many_leaves_the_link_before_it_good(ada, outbox):
    for _ in range(6):
        ada.request_email_change(NEW)
    db.session.commit()

    assert ada.change_email(outbox.link("email/confirm_new_address").rpartition("/")[2]) is True


def test_who_proves_an_administrator_s_address_becomes_one_once(ada, configure):
    configure(FLASKY_ADMIN=[NEW, "other@new.example"])
    move(ada)
    move(ada, "other@new.example")
    db.session.commit()

    assert (ada.is_administrator(), events(Event.ROLE_GRANTED)) == (True, [ada.id])


def test_each_move_is_a_row_that_can_be_undone(ada):
    move(ada)
    move(ada, "ada@third.example")
    db.session.commit()

    moves = db.session.scalars(db.select(AddressChange).order_by(AddressChange.id))
    assert [(one.old_email, one.new_email) for one in moves] == [("ada@example.com", NEW), (NEW, "ada@third.example")]


def test_undoing_leaves_the_commit_to_its_caller(ada):
    move(ada)
    db.session.commit()
    change = db.session.scalars(db.select(AddressChange)).one()

    ada.undo_email_change(change, UNDO.sign(change))
    db.session.rollback()

    assert (ada.email, change.undone_at) == (NEW, None)


def test_the_token_of_one_move_undoes_no_other(ada):
    move(ada)
    move(ada, "ada@third.example")
    db.session.commit()
    first, second = db.session.scalars(db.select(AddressChange).order_by(AddressChange.id))

    assert (ada.undo_email_change(first, UNDO.sign(second)), ada.email) == (False, "ada@third.example")


def test_a_refused_undoing_is_recorded_once(ada):
    move(ada)
    db.session.commit()
    change = db.session.scalars(db.select(AddressChange)).one()

    ada.undo_email_change(change, "x")
    db.session.commit()

    assert events(Event.UNDO_REFUSED) == [ada.id]


def test_a_sign_up_that_gave_way_leaves_no_row(ada):
    squatter = make_user("squatter", email=NEW, confirmed=False)
    db.session.commit()
    squatter_id = squatter.id
    move(ada)
    db.session.commit()
    db.session.expire_all()

    assert (ada.email, db.session.get(type(ada), squatter_id)) == (NEW, None)
