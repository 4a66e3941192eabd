"""Coming back without the password, by a link mailed to the account's address."""

from datetime import datetime, timedelta
from typing import Self

from flask_babel import gettext as _
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.extensions import db
from app.links import Claim, Link, external_url
from app.models.event import Event
from app.models.types import UTCDateTime
from app.models.user.confirmation import Confirmation
from app.models.user.correspondence import has_had_enough_mail

LINK = Link("reset", lifetime=timedelta(minutes=15))


class Recovery(Confirmation):
    """A reset proves the address, so it confirms; and whoever was inside before is out."""

    reset_requested_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @classmethod
    def request_reset_at(cls, address: str) -> None:
        """Mail a link if the address is an account's that is open; the caller tells nobody."""
        user = cls.held_by_address(address)
        if user is not None and user.is_active:
            user.request_reset()

    def request_reset(self) -> None:
        """Mail a link to choose a new password; at most so many an hour."""
        if not has_had_enough_mail(self.email):
            self.send_reset()

    def send_reset(self) -> None:
        """Mail the link; links mailed before go dead."""
        self.reset_requested_at = clock.now()
        link = external_url("auth.follow_reset", token=self.generate_reset_token())
        self.write_to(self.email, _("Choose a new password"), "email/reset", link=link)
        self.record(Event.RESET_REQUESTED)

    def generate_reset_token(self, expiration: int = 900) -> str:
        """A token for `reset_password`; `expiration` in seconds."""
        return LINK.sign(self.id, self._facts_of_reset(), timedelta(seconds=expiration))

    @classmethod
    def of_reset_link(cls, token: str) -> tuple[Self | None, Claim | None]:
        """Whose link it is, and what it says; nothing if it is not ours."""
        claim = LINK.read(token)
        return (db.session.get(cls, claim.owner) if claim else None), claim

    def what_is_wrong_with_reset(self, claim: Claim) -> str | None:
        """`"expired"`, `"used"` (or replaced by a newer one), or None for a link that works."""
        return claim.verdict(self._facts_of_reset())

    @classmethod
    def reset_password(cls, token: str, new_password: str) -> bool:
        """Whether the token let the password be changed. The caller commits."""
        user, claim = cls.of_reset_link(token)
        if user is None or claim is None:
            return False
        password_hash = user.hash_of(new_password)
        user.hold()
        if user.what_is_wrong_with_reset(claim):
            user.record(Event.RESET_REFUSED)
            return False
        user.begin_anew_with(password_hash)
        return True

    def begin_anew_with(self, password_hash: str) -> None:
        self.password_hash = password_hash
        self.reset_requested_at = self.pending_email = None
        self.end_every_session()
        if not self.confirmed:
            self.become_confirmed()
        self.record(Event.PASSWORD_RESET)
        self.tell_of_new_password()

    def _facts_of_reset(self) -> object:
        return "reset", self.is_active, self.email, self.password_hash, self.reset_requested_at
