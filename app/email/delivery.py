"""Handing the mails that are due to the mail server, whoever does it: a thread or Celery."""

from smtplib import SMTP, SMTPException, SMTPRecipientsRefused, SMTPResponseException

from flask import current_app

from app.email import outbox, smtp
from app.email.sender import write_late
from app.models.message import Message

PERMANENT = range(500, 600)  # RFC 5321 4.2.1


def deliver_due() -> bool:
    """Send what is due until nothing is, a batch a connection; False if the server cannot be reached."""
    while messages := outbox.claim():
        try:
            with smtp.connection() as server:
                for message in messages:
                    deliver(server, message)
        except (SMTPException, OSError) as error:
            current_app.logger.warning("The mail server cannot be reached: %s", error)
            outbox.release(messages, smtp.words_of(error))
            return False
    return True


def deliver(server: SMTP, message: Message) -> None:
    """Send one and note what became of it; a line that breaks over it concerns the others too."""
    if not outbox.renew(message):
        return
    write_late(message)
    try:
        smtp.send(server, message)
    except SMTPRecipientsRefused as refusal:
        note_refusal(message, *next(iter(refusal.recipients.values())))
    except SMTPResponseException as refusal:
        note_refusal(message, refusal.smtp_code, refusal.smtp_error)
    except (SMTPException, OSError) as broken:
        outbox.put_back(message, smtp.words_of(broken))
        raise
    else:
        outbox.mark_sent(message)


def note_refusal(message: Message, code: int, words: bytes | str) -> None:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    verdict = outbox.mark_refused if code in PERMANENT else outbox.put_back
    verdict(message, f"{code} {text}")
