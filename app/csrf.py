"""CSRF tokens as Flask-WTF makes and reads them, with less ado: each page has one, for the forms in its frame."""

import json
from functools import lru_cache
from typing import Any

from flask import Flask, current_app, g
from flask import session as cookie
from flask_wtf.csrf import generate_csrf
from itsdangerous import URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode

FIELD = "csrf_token"


class Tokens(URLSafeTimedSerializer):
    """Flask-WTF's, which does not try first whether random letters can be made shorter."""

    def dump_payload(self, obj: Any) -> bytes:
        return base64_encode(json.dumps(obj))


def init_app(app: Flask) -> None:
    app.jinja_env.globals[FIELD] = csrf_token


def csrf_token() -> str:
    """The present request's, which Flask-WTF's `generate_csrf` gives as well."""
    token: str | None = g.get(FIELD)
    if token is None and FIELD in cookie:
        token = g.csrf_token = str(tokens().dumps(cookie[FIELD]))
    return token or generate_csrf()


def tokens() -> Tokens:
    return signed_by(*current_app.config["WTF_CSRF_SECRET_KEY"])


@lru_cache(maxsize=8)
def signed_by(*keys: str) -> Tokens:
    return Tokens(list(keys), salt="wtf-csrf-token")
