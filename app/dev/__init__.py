"""For development only: the mailbox of a machine that sends no mail, and the gallery of components."""

from flask import Blueprint

dev = Blueprint("dev", __name__)

from app.dev import components, mailbox, samples  # noqa: E402, F401 - they add views
