"""The conversation with the mail server: verified, bounded in time, and forgiving at its end.

The settings are Flask-Mail's. Its own connection checks no certificate, has no time-out, and takes a
hang-up at QUIT, after the mail was accepted, for a failure.
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.policy import SMTP as MAIL_POLICY
from email.utils import format_datetime, parseaddr
from smtplib import SMTP, SMTP_SSL, SMTPException, SMTPResponseException
from socket import SHUT_RDWR
from threading import Timer

from flask import current_app

from app.languages import tag
from app.models.message import Message

TIMEOUT = 10  # seconds for each answer
FIRST_REFUSAL = 400  # RFC 5321 4.2.1
DEADLINE = 30  # seconds to greet the server, and again for each mail, however slowly it drips its answers


@contextmanager
def connection() -> Iterator[SMTP]:
    """A server ready to take mails. Raises `OSError` (SMTPException is one) if there is none to trust."""
    server = plain_or_wrapped()
    try:
        with deadline(server):
            for _step, _answer in greet(server):
                pass
        yield server
    finally:
        hang_up(server)


def plain_or_wrapped() -> SMTP:
    if current_app.config["MAIL_USE_SSL"]:
        return SMTP_SSL(timeout=TIMEOUT, context=verified())
    return SMTP(timeout=TIMEOUT)


def greet(server: SMTP) -> Iterator[tuple[str, str]]:
    """Connect, and trust the server only behind a certificate that the system's authorities vouch for.

    Gives each step with the server's answer.
    """
    settings = current_app.config
    server._host = settings["MAIL_SERVER"]  # type: ignore[attr-defined] # noqa: SLF001 - what the certificate must name
    yield "connect", spoken(server.connect(settings["MAIL_SERVER"], settings["MAIL_PORT"]))
    if settings["MAIL_USE_TLS"] and not settings["MAIL_USE_SSL"]:
        yield "STARTTLS", spoken(server.starttls(context=verified()))
    if settings["MAIL_USERNAME"]:
        yield "AUTH", spoken(server.login(settings["MAIL_USERNAME"], settings["MAIL_PASSWORD"] or ""))


def rehearse(address: str) -> Iterator[tuple[str, str]]:
    """Everything up to the mail itself, step by step, with the server's answers."""
    server = plain_or_wrapped()
    try:
        with deadline(server):
            yield from greet(server)
            server.ehlo_or_helo_if_needed()
            yield "MAIL FROM", accepted(server.mail(sender()))
            yield "RCPT TO", accepted(server.rcpt(address))
    finally:
        hang_up(server)


def accepted(answer: tuple[int, bytes]) -> str:
    """The server's answer; raises it if it is a refusal."""
    if answer[0] >= FIRST_REFUSAL:
        raise SMTPResponseException(*answer)
    return spoken(answer)


def spoken(answer: tuple[int, bytes]) -> str:
    return f"{answer[0]} {answer[1].decode('utf-8', 'replace')}"


def sender() -> str:
    return parseaddr(current_app.config["FLASKY_MAIL_SENDER"])[1]


def verified() -> ssl.SSLContext:
    return ssl.create_default_context()


@contextmanager
def deadline(server: SMTP) -> Iterator[None]:
    """Cut the line when the time is up: a time-out of the socket starts anew with each byte."""
    timer = Timer(DEADLINE, cut, [server])
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def cut(server: SMTP) -> None:
    """End both directions, so that whoever waits for an answer gets none at once."""
    with suppress(OSError, AttributeError):
        server.sock.shutdown(SHUT_RDWR)  # type: ignore[union-attr]


def hang_up(server: SMTP) -> None:
    """Say goodbye; what a server answers to that is of no interest."""
    try:
        server.quit()
    except (SMTPException, OSError):
        server.close()


def send(server: SMTP, address: str, letter: bytes) -> None:
    """Hand one mail over. Raises `SMTPException` or `OSError` with the server's words."""
    with deadline(server):
        server.sendmail(sender(), [address], letter)


def words_of(error: Exception) -> str:
    """What to write down of a fault: its message, or at least its name."""
    return str(error) or type(error).__name__


def compose(message: Message) -> EmailMessage:
    """The mail as it travels: text first, HTML for those who prefer it, no answer expected.

    Raises `UnicodeEncodeError` for an address outside ASCII, which few servers take (RFC 6531).
    """
    message.to_address.encode("ascii")
    mail = EmailMessage(policy=MAIL_POLICY)
    mail["From"] = current_app.config["FLASKY_MAIL_SENDER"]
    mail["To"] = message.to_address
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text_body or "", cte="quoted-printable")
    mail.add_alternative(message.html_body or "", subtype="html", cte="quoted-printable")
    mail["Content-Language"] = tag(message.language)
    return mail
