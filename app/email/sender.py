"""From a template to a row in the outbox."""

import re
from collections.abc import Callable
from email.utils import make_msgid
from typing import Any

from flask import current_app, render_template
from flask_babel import get_locale

from app.extensions import db
from app.languages import the_site, writing_to
from app.models.message import Message

Late = Callable[[Message], dict[str, Any]]
LATE: dict[str, Late] = {}
# Every character that a mail program, or Python's str.splitlines, takes for the end of a line.
LINE_ENDS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


def send_email(to: str, subject: str, template: str, /, **kwargs: Any) -> Message:
    """Queue a mail, rendered from `template + ".txt"` and `".html"`; it leaves after the caller's commit.

    Nothing is sent if the caller rolls back, and nothing is lost if the process dies after the
    commit. A `user` among the values is whom the mail is about.
    """
    message = address(to, subject, template, user=kwargs.get("user"))
    fill(message, **kwargs)
    db.session.add(message)
    return message


def address(to: str, subject: str, template: str, *, user: Any = None) -> Message:
    """A mail with everything but its body, in the language of the moment; not queued yet."""
    host = (current_app.config["SERVER_NAME"] or "localhost").partition(":")[0]
    return Message(
        user_id=user.id if user else None,
        to_address=to,
        subject=one_line(f"{current_app.config['FLASKY_MAIL_SUBJECT_PREFIX']} {subject}"),
        template=template,
        language=str(get_locale()),
        message_id=make_msgid(domain=host),
    )


def fill(message: Message, **values: Any) -> None:
    """Write the body from its templates."""
    message.text_body = render_template(f"{message.template}.txt", **values)
    message.html_body = render_template(f"{message.template}.html", **values)


def written_late(template: str) -> Callable[[Late], Late]:
    """Register what gives the values of a mail whose body is only written when it leaves."""

    def register(values: Late) -> Late:
        LATE[template] = values
        return values

    return register


def write_late(message: Message) -> None:
    """Write the body that was left for this moment, if it was."""
    if message.text_body is None and message.template in LATE:
        with writing_to(the_site()._replace(language=message.language)):
            fill(message, **LATE[message.template](message))


def one_line(text: str) -> str:
    """The text without line ends, so that nothing in it can begin a header of its own."""
    return LINE_ENDS.sub(" ", text).strip()[:255]
