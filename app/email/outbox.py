"""The queue of mails: who takes which, and what becomes of each.

The table is the truth. Whoever delivers claims what is due under a lease, and renews it for each mail
just before it is sent; a lease that runs out, because its holder died or is slow, makes the mail due
again. So a mail is sent once, or in the one bad moment between a server's yes and our mark twice under
the same Message-ID, but never lost.

A mail that the server refused is parked for the rest of the day that every mail is given: an operator who
mends what was wrong, in the settings say, can send it again. Then it is due once more, to be given up.
"""

import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import ColumnElement, select

from app import clock
from app.extensions import db
from app.models.message import Message, State
from app.models.statements import update_where

LEASE = timedelta(seconds=45)  # longer than one mail may take (app/email/smtp.py), and not much
BATCH = 20
ERROR_LENGTH = 500


def claim() -> Sequence[Message]:
    """Take up to a batch of what is due, oldest first, so that nobody else does; commits."""
    now = clock.now()
    due = select(Message).where(Message.due_at <= now).order_by(Message.due_at).limit(BATCH)
    held = due.with_for_update(skip_locked=True).execution_options(populate_existing=True)
    messages = db.session.scalars(held).all()
    for message in messages:
        if message.state == State.FAILED:
            give_up(message)
    ours = [message for message in messages if message.state != State.FAILED]
    if ours:
        lease(ours, until=now + LEASE)
    db.session.commit()
    return ours


def lease(messages: Iterable[Message], until: datetime) -> None:
    """In one statement: one for each mail would take longer than all else that claiming does."""
    these = Message.id.in_([message.id for message in messages])
    update_where(Message, these, state=State.SENDING, due_at=until, attempts=Message.attempts + 1)


def renew(message: Message) -> bool:
    """Hold the claim for as long as sending may take; False if another holds it by now. Commits."""
    held = update_where(Message, claimed(message), due_at=clock.now() + LEASE) > 0
    db.session.commit()
    return held


def claimed(message: Message) -> ColumnElement[bool]:
    """Whether the row still is as we claimed it."""
    return (Message.id == message.id) & (Message.due_at == message.due_at) & (Message.state == State.SENDING)


def mark_sent(message: Message) -> None:
    message.state, message.due_at, message.last_error = State.SENT, None, None
    message.sent_at = clock.now()
    wipe(message)
    db.session.commit()


def mark_refused(message: Message, reason: str) -> None:
    """The server will not take it, however often it is asked: park it until its day is over."""
    message.state, message.last_error = State.FAILED, reason[:ERROR_LENGTH]
    message.due_at = message.created_at + current_app.config["MAIL_GIVE_UP_AFTER"]
    if message.due_at <= clock.now():
        give_up(message)
    db.session.commit()


def put_back(message: Message, reason: str) -> None:
    """The server would not take it now: try again later, each time twice as late, until its day is over."""
    if clock.now() - message.created_at > current_app.config["MAIL_GIVE_UP_AFTER"]:
        mark_refused(message, reason)
        return
    message.state, message.last_error = State.QUEUED, reason[:ERROR_LENGTH]
    message.due_at = clock.now() + back_off(message.attempts)
    db.session.commit()


def postpone(message: Message, until: datetime) -> None:
    """It was not its turn yet, which is no attempt."""
    message.state, message.due_at = State.QUEUED, until
    message.attempts -= 1
    db.session.commit()


def release(messages: Iterable[Message], reason: str | None = None) -> None:
    """Give back what was not tried, due at once: that the server is away is no fault of theirs."""
    for message in messages:
        if message.state == State.SENDING:
            why = reason[:ERROR_LENGTH] if reason else message.last_error
            values = {"state": State.QUEUED, "due_at": clock.now(), "attempts": message.attempts - 1, "last_error": why}
            update_where(Message, claimed(message), **values)
    db.session.commit()


def give_up(message: Message) -> None:
    """Its day is over. The caller commits."""
    message.state, message.due_at = State.FAILED, None
    wipe(message)


def back_off(attempts: int) -> timedelta:
    """The first wait, twice that, ... up to the longest, give or take a quarter so that retries spread."""
    settings = current_app.config
    wait: timedelta = min(settings["MAIL_FIRST_WAIT"] * 2 ** (attempts - 1), settings["MAIL_LONGEST_WAIT"])
    return wait * random.uniform(0.75, 1.25)  # noqa: S311 - spreading, not guessing


def wipe(message: Message) -> None:
    """A mail that is done needs its body no more, and its links may still work."""
    if not current_app.config["MAIL_KEEP_BODIES"]:
        message.text_body = message.html_body = None
