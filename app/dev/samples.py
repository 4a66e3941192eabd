"""Each mail with sample values, for whoever writes or translates one."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.dev import dev
from app.dev.mailbox import headers, html_page
from app.email.sender import address, fill
from app.languages import offered, tag, the_site, writing_to
from app.models import Message, User

THEN = datetime(2026, 1, 31, 18, 5, tzinfo=UTC)
LINK = "https://accounts.example.com/somewhere/WzEsMTc5NTIwMzIyMF0.KSkPERVwJtyv7l5aUiTFYWIuGS25utX9kMpgdes2ZuA"
ADA = User(username="ada", email="ada@example.com", confirmed=True)
BOB = User(username="bob.the.builder", email="bob@example.com", confirmed=False)
WHERE = {"device": "Firefox on Linux", "ip": "192.0.2.7"}

# What each template is given, besides `user`.
SAMPLES: dict[str, dict[str, Any]] = {
    "address_change_requested": {"address": "ada@new.example", "account_link": LINK},
    "address_changed": {"old_address": "ada@example.com", "new_address": "ada@new.example", "undo_link": LINK},
    "already_registered": {"login_link": LINK, "reset_link": LINK},
    "closed": {"reopen_link": LINK, "days": 14},
    "confirm": {"link": LINK, "address": "ada@example.com"},
    "confirm_new_address": {"link": LINK, "address": "ada@new.example"},
    "confirmed": {"login_link": LINK},
    "disabled": {"reason": "Mails to you come back.", "home_link": LINK},
    "enabled": {"login_link": LINK},
    "fault": {
        "error": "ZeroDivisionError",
        "occurred_at": THEN,
        "endpoint": "main.index",
        "method": "GET",
        "request_id": "0f8fad5bd9cb469fa16570867728950e",
        "frames": ["app/main/home.py:23 index", "app/models/user/history.py:24 latest_events"],
        "home_link": LINK,
    },
    "invitation": {"inviter": "grace", "link": LINK, "days": 7},
    "new_sign_in": {"signed_in_at": THEN, "account_link": LINK, "reset_link": LINK, **WHERE},
    "new_user": {"person": BOB, "account_link": LINK},
    "new_users": {"people": [ADA, BOB], "count": 52, "since": THEN, "users_link": LINK},
    "password_changed": {"changed_at": THEN, "reset_link": LINK, **WHERE},
    "reopened": {"login_link": LINK},
    "reset": {"link": LINK},
    "reset_started": {"link": LINK},
    "role_changed": {"role": "Moderator", "home_link": LINK},
    "sessions_ended": {"count": 2, "account_link": LINK},
    "signed_out": {"count": 2, "account_link": LINK},
    "username_changed": {"old_name": "ada.lovelace", "account_link": LINK},
    "welcome": {"link": LINK},
}


def sample(name: str, language: str) -> Message:
    """The mail as it would be written to a person who reads the language; it is not queued."""
    with writing_to(the_site()._replace(language=language)):
        message = address(ADA.email, _("A sample"), f"email/{name}")
        fill(message, user=ADA, **SAMPLES[name])
    message.created_at = THEN
    return message


@dev.get("/mail/samples")
def samples() -> ResponseReturnValue:
    return render_template("dev/samples.html", names=list(SAMPLES), languages=map(tag, offered()))


@dev.get("/mail/samples/<name>")
def mail_sample(name: str) -> ResponseReturnValue:
    message = chosen(name)
    page = url_for("dev.mail_sample_html", name=name, language=tag(message.language))
    return render_template("dev/message.html", message=message, headers=headers(message), html_page=page)


@dev.get("/mail/samples/<name>/html")
def mail_sample_html(name: str) -> Response:
    return html_page(chosen(name))


def chosen(name: str) -> Message:
    """The sample that the URL names, in the language it asks for."""
    languages = {tag(language): language for language in offered()}
    language = request.args.get("language", next(iter(languages)))
    if name not in SAMPLES or language not in languages:
        abort(404)
    return sample(name, languages[language])
