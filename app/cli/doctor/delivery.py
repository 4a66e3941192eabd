"""Mail: whether a server takes it, whether somebody delivers, and what waits."""

from datetime import timedelta
from email.utils import parseaddr

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from app import clock
from app.cli.doctor.findings import Finding, fault, ok, warning
from app.email import heartbeat, smtp
from app.extensions import db
from app.models import Message

LONG = timedelta(hours=1)
LOCAL = {"localhost", "127.0.0.1", "::1"}


def server() -> Finding:
    """Speak to it up to the sign-in; nothing is sent."""
    if not current_app.config["MAIL_SERVER"]:
        why = "Nobody gets a link, so nobody can confirm an address."
        return warning("MAIL_SERVER is not set.", why, "Put the host that takes your mails into .env.")
    try:
        with smtp.connection():
            return ok("The mail server takes our sign-in.")
    except OSError as error:
        return fault(
            f"The mail server does not serve: {smtp.words_of(error)}",
            "Mails wait in the database.",
            "flask mail test you@example.com  says what it answers to each step.",
        )


def encryption() -> Finding | None:
    settings = current_app.config
    if not settings["MAIL_SERVER"] or settings["MAIL_SERVER"] in LOCAL:
        return None
    if settings["MAIL_USE_TLS"] or settings["MAIL_USE_SSL"]:
        return ok("Mails leave encrypted.")
    why = "Who sits between reads the links, which open accounts."
    return fault("Mails leave unencrypted.", why, "Put MAIL_USE_TLS=1 into .env.")


def sender() -> Finding | None:
    address = parseaddr(current_app.config["FLASKY_MAIL_SENDER"])[1]
    if not current_app.config["MAIL_SERVER"] or not address.endswith(("@localhost", "example.com")):
        return None
    why = "Other servers take such mails for spam."
    return warning(f"Mails come from {address}.", why, "Put an address of yours into .env: FLASKY_MAIL_SENDER=...")


def beating() -> Finding | None:
    if not current_app.config["MAIL_SERVER"]:
        return None
    try:
        last, is_beating = heartbeat.last(), heartbeat.is_beating()
    except SQLAlchemyError:
        db.session.rollback()
        return None
    if is_beating:
        return ok("Somebody delivers.")
    return fault(
        f"Nobody has delivered since {last:%Y-%m-%d %H:%M} UTC." if last else "Nobody has ever delivered.",
        "Mails wait in the database.",
        "Start the site (MAIL_DELIVERY=thread) or Celery's worker and beat (MAIL_DELIVERY=celery).",
    )


def waiting() -> Finding | None:
    try:
        facts = Message.overview()
    except SQLAlchemyError:
        db.session.rollback()
        return None
    since = facts["oldest_waiting_since"]
    if since is None or clock.now() - since < LONG or not current_app.config["MAIL_SERVER"]:
        return None
    why = f"The last error was: {facts['last_error']}"
    return warning(f"A mail waits since {since:%Y-%m-%d %H:%M} UTC.", why, "flask mail status")


CHECKS = (server, encryption, sender, beating, waiting)
