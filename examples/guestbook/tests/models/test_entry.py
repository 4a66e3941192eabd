"""An entry of the guestbook: how long it stays, and who may remove it."""

import pytest

from app import db
from app.models import AnonymousUser, Entry
from tests.support.people import make_user


@pytest.fixture
def entry(ada):
    entry = Entry(user_id=ada.id, text="I was here.")
    db.session.add(entry)
    db.session.commit()
    return entry


def test_its_author_and_moderators_may_remove_it(entry, ada, grace):
    moderators = [make_user(role.lower(), role=role) for role in ("Moderator", "Administrator")]

    assert [entry.may_be_removed_by(person) for person in (ada, *moderators, grace, AnonymousUser())] == [
        True,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("column", ["closed_at", "disabled_at"])
def test_it_is_hidden_while_its_author_s_account_is_closed(entry, ada, clock, column):
    setattr(ada, column, clock.now())
    db.session.commit()

    assert Entry.newest(10) == []


def test_it_goes_with_its_author_s_account(entry, ada):
    ada.forget()
    db.session.commit()

    assert db.session.scalars(db.select(Entry.id)).all() == []


def test_its_author_can_download_it(entry, ada):
    assert [row["text"] for row in ada.everything()["guestbook"]] == ["I was here."]
