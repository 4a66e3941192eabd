"""Coming back without the password, by a link mailed to the account's address."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.links import Link, external_url
from app.models.event import Event
from app.models.types import UTCDateTime
from app.models.user.addresses import has_had_enough
from app.models.user.closing import Closing
from app.models.user.confirmation import Confirmation

RESET = Link(
    "reset",
    timedelta(minutes=15),
    lambda user: (user.is_active, user.email, user.password_hash, user.reset_requested_at),
)
SUBJECT = _("Choose a new password")


class Recovery(Confirmation, Closing):
    """A reset proves the address, so it confirms; and whoever was inside before is out."""

    reset_requested_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @classmethod
    def request_reset_at(cls, address: str) -> None:
        """Mail a way back in to the address, if it is an account's; the caller tells nobody.

        At most so many an hour. A closed account's owner gets the link that opens it again.
        """
        user = cls.held_by_address(address)
        if user is None or user.disabled_at or has_had_enough(address, "email/reset", "email/closed"):
            return
        if user.closed_at:
            user.mail_way_back()
        else:
            user.mail_reset()

    def mail_reset(
        self, template: str = "email/reset", subject: object = SUBJECT, lifetime: timedelta = RESET.lifetime
    ) -> None:
        """Mail a link to choose a new password; links mailed before go dead."""
        self.reset_requested_at = clock.now()
        token = self.generate_reset_token(int(lifetime.total_seconds()))
        link = external_url("auth.follow_reset", token=token)
        self.write_to(self.email, subject, template, link=link)
        self.record(Event.RESET_REQUESTED)

    def generate_reset_token(self, expiration: int | None = None) -> str:
        """A token for `reset_password`; `expiration` in seconds, by default a quarter of an hour."""
        return RESET.sign(self, expiration)

    @classmethod
    def reset_password(cls, token: str, new_password: str) -> bool:
        """Whether the token let the password be changed. The caller commits."""
        user = RESET.owner(token, cls)
        if user is None:
            return False
        password_hash = user.hash_of(new_password)
        user.hold()
        if RESET.fault(token, user):
            user.record(Event.RESET_REFUSED)
            return False
        user.begin_anew_with(password_hash)
        return True

    def begin_anew_with(self, password_hash: str) -> None:
        """A new password, nobody signed in, nothing pending; a reset proves the address as well."""
        self.password_hash, self.browsers_since = password_hash, clock.now()
        self.reset_requested_at = self.pending_email = None
        self.end_every_session()
        if not self.confirmed:
            self.become_confirmed()
        self.record(Event.PASSWORD_RESET)
        self.tell_of_new_password()
