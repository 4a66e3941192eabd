"""Signed in: what people do with their accounts."""

from flask import Blueprint

account = Blueprint("account", __name__)

from app.account import (  # noqa: E402, F401 - they add views
    activity,
    close,
    data,
    email,
    language,
    password,
    profile,
    sessions,
    settings,
    username,
)
