"""What became of the mail that somebody waits for, as the pages tell it."""

from typing import Any

from flask import current_app

from app.models import Message

ANSWERS = ("email/confirm", "email/already_registered")  # alike, for whoever only sees that a mail left


def waiting_mail(address: str) -> dict[str, Any]:
    """The state of the newest answer to a sign-up at the address, and what the server said to it.

    Whatever was written: if the address is taken, its owner's mail is all that left, and must look the same.
    """
    mail = Message.latest_to(address, ANSWERS)
    return {"state": state_of(mail), "detail": mail and mail.server_said, "sent_at": mail and mail.sent_at}


def state_of(mail: Message | None) -> str:
    """The mail's state, or "none", or "kept" on a development machine that sends no mail."""
    if mail is None:
        return "none"
    return mail.state if current_app.config["MAIL_SERVER"] or not current_app.config["MAILBOX"] else "kept"
