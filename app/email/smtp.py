"""The conversation with the mail server: verified, bounded in time, and forgiving at its end.

The settings are Flask-Mail's. Its own connection checks no certificate, has no time-out, and takes a
hang-up at QUIT, after the mail was accepted, for a failure.
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP as MAIL_POLICY
from email.utils import format_datetime, parseaddr
from smtplib import SMTP, SMTP_SSL, SMTPException

from flask import current_app

from app.models.message import Message

TIMEOUT = 10  # seconds for each word of the conversation


@contextmanager
def connection() -> Iterator[SMTP]:
    """A server ready to take mails. Raises `OSError` (SMTPException is one) if there is none to trust."""
    settings = current_app.config
    host, port = settings["MAIL_SERVER"], settings["MAIL_PORT"]
    context = ssl.create_default_context()
    server: SMTP
    if settings["MAIL_USE_SSL"]:
        server = SMTP_SSL(host, port, timeout=TIMEOUT, context=context)
    else:
        server = SMTP(host, port, timeout=TIMEOUT)
    try:
        if settings["MAIL_USE_TLS"] and not settings["MAIL_USE_SSL"]:
            server.starttls(context=context)
        if settings["MAIL_USERNAME"]:
            server.login(settings["MAIL_USERNAME"], settings["MAIL_PASSWORD"] or "")
        yield server
    finally:
        hang_up(server)


def hang_up(server: SMTP) -> None:
    """Say goodbye; what a server answers to that is of no interest."""
    try:
        server.quit()
    except (SMTPException, OSError):
        server.close()


def send(server: SMTP, message: Message) -> None:
    """Hand one mail over. Raises `SMTPException` or `OSError` with the server's words."""
    sender = parseaddr(current_app.config["FLASKY_MAIL_SENDER"])[1]
    server.sendmail(sender, [message.to_address], compose(message).as_bytes())


def compose(message: Message) -> EmailMessage:
    """The mail as it travels: text first, HTML for those who prefer it, no answer expected."""
    mail = EmailMessage(policy=MAIL_POLICY)
    mail["From"] = current_app.config["FLASKY_MAIL_SENDER"]
    mail["To"] = message.to_address
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text_body or "", cte="quoted-printable")
    mail.add_alternative(message.html_body or "", subtype="html", cte="quoted-printable")
    mail["Content-Language"] = message.language
    return mail
