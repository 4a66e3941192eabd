"""Delivery by a thread of this process: woken after commits, and looking by itself now and then."""

import logging
import threading
import time
from smtplib import SMTP, SMTPException, SMTPRecipientsRefused, SMTPResponseException

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.email import outbox, smtp
from app.extensions import db
from app.models.message import Message

log = logging.getLogger(__name__)
LOOK_EVERY = 5.0  # seconds; finds what a process that died has left
PERMANENT = range(500, 600)  # RFC 5321 4.2.1


class DeliveryThread:
    """One thread a process. It starts with the first request, so that it survives a server's fork."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._wake = threading.Event()
        self._start = threading.Lock()
        self._thread: threading.Thread | None = None

    def ensure_running(self) -> None:
        with self._start:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="mail", daemon=True)
                self._thread.start()

    def wake(self) -> None:
        self._wake.set()

    def _run(self) -> None:
        with self._app.app_context():
            while True:
                if not self._look():
                    time.sleep(LOOK_EVERY)
                self._wake.wait(LOOK_EVERY)
                self._wake.clear()

    def _look(self) -> bool:
        """Deliver what is due; False if the server or the database is away, and asking again has time."""
        try:
            return deliver_due()
        except SQLAlchemyError:
            log.exception("Mail delivery cannot use the database; it tries again.")
            return False
        finally:
            db.session.remove()


def init_app(app: Flask) -> None:
    """Deliver by thread if there is a server to deliver to."""
    if not app.config["MAIL_SERVER"] or app.testing:
        return
    thread = DeliveryThread(app)
    app.before_request(thread.ensure_running)

    @event.listens_for(Session, "after_flush")
    def note(session: Session, _context: object) -> None:
        if any(isinstance(row, Message) for row in session.new):
            session.info["mails"] = True

    @event.listens_for(Session, "after_commit")
    def announce(session: Session) -> None:
        if session.info.pop("mails", False):
            thread.wake()


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
