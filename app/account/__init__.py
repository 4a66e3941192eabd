"""Signed in: what people do with their accounts."""

from flask import Blueprint

account = Blueprint("account", __name__)

from app.account import profile  # noqa: E402, F401 - it adds views
