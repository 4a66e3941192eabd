"""The mails that this development machine has queued, as their readers would see them."""

from flask import Response, abort, make_response, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from app.dev import dev
from app.email.smtp import compose
from app.extensions import db
from app.models import Message

NEWEST = 100
FRAMING = {"MIME-Version", "Content-Type"}
# The mail's own page may style itself and open its links elsewhere; scripts and forms it may not have.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


@dev.get("/mail")
def mailbox() -> ResponseReturnValue:
    messages = db.session.scalars(select(Message).order_by(Message.id.desc()).limit(NEWEST)).all()
    return render_template("dev/mailbox.html", messages=messages)


@dev.get("/mail/<id:id>")
def mail(id: int) -> ResponseReturnValue:  # noqa: A002 - the URL's own word
    message = find(id)
    page = url_for("dev.mail_html", id=id)
    return render_template("dev/message.html", message=message, headers=headers(message), html_page=page)


@dev.get("/mail/<id:id>/html")
def mail_html(id: int) -> Response:  # noqa: A002
    return html_page(find(id))


def html_page(message: Message) -> Response:
    """The mail's own page, for the frame that shows it."""
    response = make_response(message.html_body or "")
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@dev.record_once
def show_in_navigation(state: BlueprintSetupState) -> None:
    """The navigation asks it, and nothing else: a mail is a page too, and needs no query."""
    state.app.jinja_env.globals["mailbox_count"] = count_mails


def count_mails() -> int:
    return db.session.scalar(select(func.count(Message.id))) or 0


def find(id: int) -> Message:  # noqa: A002
    return db.session.get(Message, id) or abort(404)


def headers(message: Message) -> list[tuple[str, str]]:
    """The headers as they travel, without those that only frame the parts."""
    return [(name, str(value)) for name, value in compose(message).items() if name not in FRAMING]
