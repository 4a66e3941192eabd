"""For development only: the mailbox of a machine that sends no mail."""

from flask import Blueprint

dev = Blueprint("dev", __name__)

from app.dev import mailbox, samples  # noqa: E402, F401 - they add views
