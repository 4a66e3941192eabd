"""Signed out: register, confirm, sign in, recover; and the links in our mails."""

from flask import Blueprint

auth = Blueprint("auth", __name__)

from app.auth import (  # noqa: E402, F401 - they add views
    change_email,
    confirm,
    fresh,
    gate,
    invitation,
    login,
    logout,
    register,
    reopen,
    reset,
    strength,
    unconfirmed,
    undo_email,
)
