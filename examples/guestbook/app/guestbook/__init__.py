"""The guestbook: everybody reads it, members write in it, moderators keep it tidy."""

from flask import Blueprint

guestbook = Blueprint("guestbook", __name__)

from app.guestbook import entries  # noqa: E402, F401 - it adds views
