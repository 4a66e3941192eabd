"""The conversation with the mail server when the server misbehaves."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from app import db
from app.email import delivery, send_email, smtp

NEVER = 60  # seconds; far beyond what a test may take


@contextmanager
def dripping(greeting: bytes) -> Iterator[int]:
    """A server that says each byte of its greeting a little later than the last; its port."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            line, _address = listener.accept()
            with line, suppress(ConnectionError):  # it may be cut off before it is over
                for byte in greeting:
                    if over.wait(0.05):
                        return
                    line.sendall(bytes([byte]))

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            over.set()
            thread.join()


@pytest.fixture
def queued(ada):
    def queued(to="ada@example.com"):
        link = "http://flasky.test/auth/login"
        message = send_email(to, "Hello", "email/already_registered", user=ada, login_link=link, reset_link=link)
        db.session.commit()
        return message

    return queued


def test_a_server_that_drips_its_words_is_cut_off(queued, configure, monkeypatch):
    monkeypatch.setattr(smtp, "DEADLINE", 0.3)
    message = queued()

    with dripping(b"220 " + b"x" * 10_000) as port:
        configure(MAIL_SERVER="127.0.0.1", MAIL_PORT=port, MAIL_USE_TLS=False)
        begun = time.monotonic()
        reached = delivery.deliver_due()
        took = time.monotonic() - begun

    assert (reached, message.state, took < NEVER) == (False, "queued", True)


def test_a_server_that_hides_starttls_gets_nothing(queued, configure, mail_server):
    configure(MAIL_SERVER="127.0.0.1", MAIL_PORT=mail_server.port, MAIL_USE_TLS=True)
    message = queued()

    assert (delivery.deliver_due(), message.state, mail_server.mails) == (False, "queued", [])


def test_what_was_not_tried_is_no_worse_off_for_a_server_that_is_away(queued, configure, mail_server):
    configure(MAIL_SERVER="127.0.0.1", MAIL_PORT=mail_server.port, MAIL_USE_TLS=True)
    messages = [queued(f"a{number}@example.com") for number in range(3)]
    delivery.deliver_due()
    configure(MAIL_USE_TLS=False)

    delivery.deliver_due()

    assert [(message.state, message.attempts) for message in messages] == [("sent", 1)] * 3
