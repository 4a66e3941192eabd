"""What administrators hear of: each new user, by mail. An example of a receiver (see docs/signals.md)."""

from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from app.email import send_email
from app.links import external_url
from app.models import User
from app.models.user.correspondence import DEFAULT_LANGUAGE
from app.signals import user_registered


@user_registered.connect
def announce(user: User, **_details: Any) -> None:
    """Write to everybody named in FLASKY_ADMIN."""
    link = external_url("main.profile", username=user.username)
    with force_locale(DEFAULT_LANGUAGE):
        for administrator in current_app.config["FLASKY_ADMIN"]:
            send_email(administrator, _("New user"), "email/new_user", person=user, profile_link=link)
