"""Handing the mails that are due to the mail server, whoever does it: a thread or Celery."""

from collections.abc import Callable, Sequence
from smtplib import SMTP, SMTPException, SMTPRecipientsRefused, SMTPResponseException

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from app.email import heartbeat, outbox, pacing, smtp
from app.email.sender import write_late
from app.models.message import Message

PERMANENT = range(500, 600)  # RFC 5321 4.2.1


def always() -> bool:
    return True


def deliver_due(go_on: Callable[[], bool] = always) -> bool:
    """Send what is due, a batch a connection, until nothing is or it is time to stop.

    False if the server cannot be reached.
    """
    heartbeat.beat()
    while go_on() and (messages := outbox.claim()):
        try:
            deliver_batch(messages, go_on)
        except (SMTPException, OSError) as error:
            current_app.logger.warning("The mail server cannot be reached: %s", error)
            outbox.release(messages, smtp.words_of(error))
            return False
    return True


def deliver_batch(messages: Sequence[Message], go_on: Callable[[], bool]) -> None:
    """Send them over one connection; those that are left when it is time to stop are given back."""
    with smtp.connection() as server:
        for message in messages:
            if not go_on():
                break
            deliver(server, message)
            heartbeat.beat()
    outbox.release(messages)


def deliver(server: SMTP, message: Message) -> None:
    """Send one and note what became of it; a line that breaks over it concerns the others too."""
    if not outbox.renew(message):
        return
    if turn := pacing.turn_of(message):
        outbox.postpone(message, turn)
        return
    if (letter := written(message)) is None:
        return
    try:
        smtp.send(server, message.to_address, letter)
    except SMTPRecipientsRefused as refusal:
        note_refusal(message, *next(iter(refusal.recipients.values())))
    except SMTPResponseException as refusal:
        note_refusal(message, refusal.smtp_code, refusal.smtp_error)
    except (SMTPException, OSError) as broken:
        outbox.put_back(message, smtp.words_of(broken))
        raise
    else:
        outbox.mark_sent(message)


def written(message: Message) -> bytes | None:
    """The mail as it travels; None if it cannot be written, which is tried again like a refusal for now."""
    try:
        write_late(message)
        return smtp.compose(message).as_bytes()
    except SQLAlchemyError:
        raise
    except Exception as fault:  # a template may raise anything, and the others' mails must leave
        current_app.logger.exception("Mail %s cannot be written.", message.id)
        outbox.put_back(message, smtp.words_of(fault))
        return None


def note_refusal(message: Message, code: int, words: bytes | str) -> None:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    verdict = outbox.mark_refused if code in PERMANENT else outbox.put_back
    verdict(message, f"{code} {text}")
