"""Leaving: an account is closed at once, can be reopened for two weeks, and then is forgotten."""

from datetime import timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from app import clock
from app.extensions import db
from app.links import Link, external_url
from app.models.event import Event
from app.models.role import Role
from app.models.user.addresses import Addresses
from app.models.user.sessions import Sessions
from app.models.user.succession import Succession

DAYS = 14
REOPEN = Link("reopen", timedelta(days=DAYS), lambda user: (user.closed_at, user.email))


class Closing(Addresses, Sessions, Succession):
    """Closed by its owner: nobody gets in, and a mail carries the way back."""

    def close(self) -> None:
        """Out everywhere, from this moment on. Raises `LastAdministrator`, with whom the site would be lost."""
        Role.held_administrators()
        self.hold()
        self.refuse_if_last()
        self.closed_at, self.pending_email = clock.now(), None
        self.end_every_session()
        self.record(Event.CLOSED)
        self.mail_way_back()

    def mail_way_back(self) -> None:
        """The link that opens the account again, as long as it may be opened."""
        link = external_url("auth.follow_reopening", token=REOPEN.sign(self))
        self.write_to(self.email, _("Your account is closed"), "email/closed", reopen_link=link, days=DAYS)

    def reopen(self, token: str) -> bool:
        """Whether the account is open again. The caller commits."""
        self.hold()
        if self.closed_at is None or REOPEN.fault(token, self):
            return False
        self.closed_at = None
        self.record(Event.REOPENED)
        link = external_url("auth.login")
        self.write_to(self.email, _("Your account is open again"), "email/reopened", login_link=link)
        return True

    @classmethod
    def forget_the_gone(cls) -> int:
        """Remove accounts closed for longer than anybody may reopen them, and sign-ups never confirmed.

        Not the last administrator's, whoever closed it by hand: it can still be opened from a prompt.
        How many; the caller commits.
        """
        Role.held_administrators()
        closed = cls.closed_at < clock.now() - timedelta(days=DAYS)
        given_up = ~cls.confirmed & (cls.created_at < clock.now() - timedelta(days=DAYS))
        users = db.session.scalars(select(cls).where(closed | given_up).with_for_update()).all()
        going = [user for user in users if not user.is_last_administrator()]
        for user in going:
            user.forget()
        return len(going)
