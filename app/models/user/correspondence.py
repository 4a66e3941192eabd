"""Mails to an account's owner, so many an hour and no more."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from app import clock
from app.email import send_email
from app.limits import MAILS_AN_HOUR
from app.links import external_url
from app.models.event import Event
from app.models.message import Message
from app.models.user.history import History

# The mails that need no signed-in owner to be sent; the others are never held back.
CAUSED_BY_ANYBODY = ("email/confirm", "email/already_registered", "email/reset", "email/confirm_new_address")


class Correspondence(History):
    """What we write, other than what its owner has just proven to want."""

    def write_to(self, to: str, subject: str, template: str, /, **values: Any) -> None:
        """Queue a mail about this account to an address."""
        send_email(to, subject, template, user=self, **values)

    def warn_of_registration(self) -> None:
        """Tell the owner that somebody tried to register with this address; the page does not."""
        self.record(Event.REGISTRATION_REPEATED)
        if not has_had_enough_mail(self.email):
            link = external_url("auth.login")
            self.write_to(self.email, _("You already have an account"), "email/already_registered", login_link=link)


def has_had_enough_mail(address: str) -> bool:
    """Whether strangers have caused enough. Counted in the outbox, so it holds over all processes."""
    since = clock.now() - timedelta(hours=1)
    return Message.count_to(address, since, CAUSED_BY_ANYBODY) >= MAILS_AN_HOUR
