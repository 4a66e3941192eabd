"""Public pages: home, profiles; and the error pages of the whole application."""

from flask import Blueprint

main = Blueprint("main", __name__)

from app.main import errors, home, language, profile, theme  # noqa: E402, F401 - they add views
