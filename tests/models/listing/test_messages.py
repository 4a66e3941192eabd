"""The list of mails."""

import pytest
from sqlalchemy.exc import InvalidRequestError

from app import db
from app.models import Message, State
from app.models.listing import Fate, MessageFilter, Place


def queue(to="ada@example.com", **values: object):
    message = Message(to_address=to, subject="s", template="email/confirm", language="en", message_id=f"{to} {values}")
    db.session.add(message)
    db.session.flush()
    for name, value in values.items():
        setattr(message, name, value)
    db.session.commit()
    return message.id


def found(**asked: str):
    return [message.id for message in MessageFilter.read(asked).page(Place()).rows]


def test_each_fate_finds_its_own_the_newest_first(app):
    sent = queue(state=State.SENT, due_at=None)
    failed = queue(state=State.FAILED, last_error="550 no", due_at=None)
    waiting = queue()
    failing = queue(last_error="451 later")
    sending = queue(state=State.SENDING)

    assert {fate: found(fate=fate) for fate in Fate} == {
        Fate.ANY: [sending, failing, waiting, failed, sent],
        Fate.WAITING: [sending, failing, waiting],
        Fate.FAILING: [failing],
        Fate.SENT: [sent],
        Fate.FAILED: [failed],
    }
    assert found(fate="nonsense") == found()


def test_the_mails_to_one_address_are_found(app):
    mail, _ = queue(), queue("grace@example.com")

    assert [found(to=text) for text in ("Ada@example.com", "ada", "%")] == [[mail], [], []]


def test_no_list_brings_along_what_is_written_in_a_mail(app):
    queue(text_body="secret")
    db.session.expunge_all()

    with pytest.raises(InvalidRequestError):
        _ = MessageFilter().page(Place()).rows[0].text_body
