"""From a template to a row in the outbox."""

import re
from email.utils import make_msgid
from typing import Any

from flask import current_app, render_template
from flask_babel import get_locale

from app.extensions import db
from app.models.message import Message

# Every character that a mail program, or Python's str.splitlines, takes for the end of a line.
LINE_ENDS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


def send_email(to: str, subject: str, template: str, /, **kwargs: Any) -> Message:
    """Queue a mail, rendered from `template + ".txt"` and `".html"`; it leaves after the caller's commit.

    Nothing is sent if the caller rolls back, and nothing is lost if the process dies after the
    commit. A `user` among the values is whom the mail is about.
    """
    user = kwargs.get("user")
    message = Message(
        user_id=user.id if user else None,
        to_address=to,
        subject=one_line(f"{current_app.config['FLASKY_MAIL_SUBJECT_PREFIX']} {subject}"),
        template=template,
        language=str(get_locale() or "en"),
        message_id=make_msgid(domain=(current_app.config["SERVER_NAME"] or "localhost").partition(":")[0]),
        text_body=render_template(f"{template}.txt", **kwargs),
        html_body=render_template(f"{template}.html", **kwargs),
    )
    db.session.add(message)
    return message


def one_line(text: str) -> str:
    """The text without line ends, so that nothing in it can begin a header of its own."""
    return LINE_ENDS.sub(" ", text).strip()[:255]
