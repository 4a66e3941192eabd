"""Who delivers: one thread of each process, or Celery. Both work on the same rows, so one can replace the other.

The thread is woken after requests that queued a mail, and looks by itself now and then, which finds what
a process that died has left. With Celery it only announces; `app/email/worker.py` does the work, and
its beat sweeps up what was never announced.
"""

import atexit
import logging
import threading
from collections.abc import Callable
from functools import partial

from flask import Flask, Response, after_this_request, has_request_context
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.email.delivery import deliver_due
from app.extensions import db
from app.models.message import Message

log = logging.getLogger(__name__)
LOOK_EVERY = 5.0  # seconds
STOPS_WITHIN = 10.0  # seconds; a mail that takes longer is sent again when its lease is over
TASK = "flasky.deliver"
GoOn = Callable[[], bool]


class MailThread:
    """One thread a process. A server starts it once it has forked, or else the first request does."""

    def __init__(self, app: Flask, work: Callable[[GoOn], bool]) -> None:
        self._app = app
        self._work = work
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._start = threading.Lock()
        self._thread: threading.Thread | None = None

    def ensure_running(self) -> None:
        with self._start:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="mail", daemon=True)
                self._thread.start()

    def wake(self) -> None:
        self._wake.set()

    def stop(self) -> None:
        """Let the mail arrive that is on its way, and give back the others; for the end of the process."""
        self._stopping.set()
        self.wake()
        if self._thread is not None and self._thread.is_alive():
            self._thread.join(STOPS_WITHIN)

    def _run(self) -> None:
        with self._app.app_context():
            while self._go_on():
                if not self._look():
                    self._stopping.wait(LOOK_EVERY)
                self._wake.wait(LOOK_EVERY)
                self._wake.clear()

    def _go_on(self) -> bool:
        return not self._stopping.is_set()

    def _look(self) -> bool:
        """Do the work; False if somebody it needs is away, and asking again has time."""
        try:
            return self._work(self._go_on)
        except SQLAlchemyError:
            log.exception("Mail delivery cannot use the database; it tries again.")
            return False
        finally:
            db.session.remove()


def init_app(app: Flask) -> None:
    """Deliver if there is a server to deliver to, in the way that MAIL_DELIVERY names."""
    if not app.config["MAIL_SERVER"] or app.testing:
        return
    by_celery = app.config["MAIL_DELIVERY"] == "celery"
    thread = MailThread(app, partial(announce, app.config["CELERY_BROKER_URL"]) if by_celery else deliver_due)
    app.extensions["mail_thread"] = thread
    app.before_request(thread.ensure_running)
    atexit.register(thread.stop)
    wake_after_commits(thread)


def wake_after_commits(thread: MailThread) -> None:
    """Wake the thread once a mail is in the database, and not for one that is rolled back."""

    @event.listens_for(Session, "after_flush")
    def note(session: Session, _context: object) -> None:
        if any(isinstance(row, Message) for row in session.new):
            session.info["mails"] = True

    @event.listens_for(Session, "after_commit")
    def wake(session: Session) -> None:
        if session.info.pop("mails", False):
            once_answered(thread.wake)


def once_answered(work: Callable[[], None]) -> None:
    """Do it when the answer has left, so that whoever asked does not wait for it; at once where nobody asks."""
    if not has_request_context():
        work()
        return

    @after_this_request
    def when_sent(response: Response) -> Response:
        response.call_on_close(work)
        return response


def announce(broker: str, _go_on: GoOn | None = None) -> bool:
    """Tell Celery that mails may be due; False if the broker is away, which its beat makes good."""
    if not Message.any_due():
        return True
    from celery import Celery  # noqa: PLC0415 - only who delivers by Celery has it
    from kombu.exceptions import OperationalError  # noqa: PLC0415

    try:
        with Celery(broker=broker).connection_for_write() as line:
            line.ensure_connection(max_retries=1, timeout=3)
            Celery(broker=broker).send_task(TASK, connection=line, ignore_result=True)
    except (OperationalError, OSError) as error:
        log.warning("The broker cannot be reached: %s", error)
        return False
    return True
