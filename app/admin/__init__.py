"""For those who run the site: what happens, who is here, and what helps them. Nobody else is told that it exists."""

from flask import Blueprint

admin = Blueprint("admin", __name__)

from app.admin import (  # noqa: E402, F401 - they add views
    actions,
    events,
    export,
    hiding,
    invitations,
    mail,
    overview,
    user,
    users,
)
