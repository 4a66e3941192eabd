"""Bearing another name, as code sees it."""

import pytest

from app import db
from app.models import AccountEvent, Event, User
from app.models.user import UsernameTakenError


def test_the_name_is_the_account_s(ada):
    ada.change_username("Countess.L")

    assert (ada.username, ada.username_key, User.with_name("countess.l")) == ("Countess.L", "countess.l", ada)


def test_the_old_name_is_nobody_s(ada):
    ada.change_username("countess")

    assert User.with_name("ada") is None


@pytest.mark.parametrize("name", ["grace", "Grace", "GRACE"])
def test_a_name_is_borne_by_one_account(ada, grace, name):
    with pytest.raises(UsernameTakenError):
        ada.change_username(name)

    assert ada.username == "ada"


def test_a_closed_account_keeps_its_name(ada, grace):
    grace.close()
    db.session.commit()

    with pytest.raises(UsernameTakenError):
        ada.change_username("grace")


def test_capitals_are_the_bearer_s_to_change(ada):
    ada.change_username("ADA")

    assert (ada.username, ada.username_key) == ("ADA", "ada")


def test_a_refusal_leaves_neither_event_nor_mail(ada, grace, outbox):
    with pytest.raises(UsernameTakenError):
        ada.change_username("grace")
    db.session.commit()

    assert (db.session.scalars(db.select(AccountEvent)).all(), outbox.posted) == ([], [])


def test_it_is_recorded_and_mailed_once(ada, outbox):
    ada.change_username("countess")
    db.session.commit()

    assert db.session.scalars(db.select(AccountEvent.kind)).all() == [Event.USERNAME_CHANGED]
    assert outbox.posted == [("ada@example.com", "email/username_changed")]


def test_it_leaves_the_commit_to_its_caller(ada, outbox):
    ada.change_username("countess")
    db.session.rollback()

    assert (ada.username, outbox.posted) == ("ada", [])
