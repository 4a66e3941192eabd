"""Signed out: register, confirm, sign in."""

from flask import Blueprint

auth = Blueprint("auth", __name__)

from app.auth import confirm, gate, login, logout, register, unconfirmed  # noqa: E402, F401 - they add views
