"""Nothing typed is lost when the session or a form's token ran out: once it is known who is there, the form is back.

A form's CSRF token says under our signature on whose page it stood. Nobody else gets back what was typed there, and a
form that another site sends is not one of ours. Passwords are never kept.
"""

import secrets
import zlib
from typing import Any

from flask import json, request
from flask import session as cookie
from flask_login import current_user
from itsdangerous import BadData
from werkzeug.datastructures import MultiDict

from app import csrf
from app.redirects import this_page

KEY = "kept_form"
RANDOM = 40  # characters before the owner's id, as many as Flask-WTF's own tokens have
MOST = 2100  # bytes, which base64 makes 2800: browsers drop a session cookie of more than 4096


def name_the_owner() -> None:
    """Let the forms of somebody who is signed in say whose they are."""
    if csrf.FIELD not in cookie and current_user.is_authenticated:
        cookie[csrf.FIELD] = secrets.token_hex(RANDOM // 2) + present()


def present() -> str:
    """Who is here, as tokens name them; "" is a stranger."""
    return str(current_user.id) if current_user.is_authenticated else ""


def keep() -> str | None:
    """Put aside what the refused form said; the address of its page, or None if there is nobody to keep it for."""
    page, owner, fields = this_page(), owner_of_form(), typed()
    if page is None or owner is None or present() not in {"", owner}:
        return None
    if len(zlib.compress(json.dumps(fields).encode())) > MOST:
        return None
    cookie[KEY] = {"owner": owner, "path": request.path, "fields": fields}
    return page


def owner_of_form() -> str | None:
    """On whose page the form stood; None if it is not one of ours."""
    try:
        return str(csrf.tokens().loads(request.form.get(csrf.FIELD, "")))[RANDOM:]
    except BadData:
        return None


def typed() -> list[tuple[str, str]]:
    """What the interrupted form had said, without its passwords."""
    fields = request.form.items(multi=True)
    return [(name, value) for name, value in fields if name != csrf.FIELD and "password" not in name]


def of(user: Any) -> dict[str, Any]:
    """What is kept for the user, to outlive the beginning of their session; nothing of anybody else."""
    kept = cookie.get(KEY)
    return {KEY: kept} if kept and kept["owner"] == str(user.id) else {}


def take_back(form: type) -> MultiDict[str, str] | None:
    """What was typed into this form before, once."""
    kept = cookie.get(KEY)
    if not kept or request.method != "GET" or (kept["path"], kept["owner"]) != (request.path, present()):
        return None
    if not any(hasattr(form, name) for name, _value in kept["fields"]):
        return None
    del cookie[KEY]
    return MultiDict(kept["fields"])
