"""Proving that an address is one's own, by a link mailed to it."""

from datetime import datetime, timedelta
from typing import Self

from flask_babel import gettext as _
from sqlalchemy import delete
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.extensions import db
from app.links import Claim, Link, external_url
from app.models.event import Event
from app.models.types import UTCDateTime, exact_string
from app.models.user.correspondence import has_had_enough_mail
from app.models.user.password import Password
from app.models.user.sessions import Sessions

LINK = Link("confirm", lifetime=timedelta(hours=1))


class Confirmation(Password, Sessions):
    """Until it is confirmed, an account holds no address: whoever proves it first has it."""

    confirmed: Mapped[bool] = mapped_column(default=False)
    confirmation_sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # An address given later, which moves the account once it is proven.
    pending_email: Mapped[str | None] = mapped_column(exact_string(254))

    @property
    def address_to_confirm(self) -> str:
        return self.pending_email or self.email

    def request_confirmation(self) -> None:
        """Mail a link to the address; links mailed before go dead. At most so many an hour."""
        address = self.address_to_confirm
        if has_had_enough_mail(address):
            return
        self.confirmation_sent_at = clock.now()
        link = external_url("auth.confirm", token=self.generate_confirmation_token())
        self.write_to(address, _("Confirm your address"), "email/confirm", link=link, address=address)
        self.record(Event.CONFIRMATION_SENT)

    def generate_confirmation_token(self, expiration: int = 3600) -> str:
        """A token for `confirm`; `expiration` in seconds."""
        return LINK.sign(self.id, self._facts_of_confirmation(), timedelta(seconds=expiration))

    @classmethod
    def of_confirmation_link(cls, token: str) -> tuple[Self | None, Claim | None]:
        """Whose link it is, and what it says; nothing if it is not ours."""
        claim = LINK.read(token)
        return (db.session.get(cls, claim.owner) if claim else None), claim

    def what_is_wrong_with(self, claim: Claim) -> str | None:
        """`"expired"`, `"used"` (or replaced by a newer one), or None for a link that works."""
        return claim.verdict(self._facts_of_confirmation())

    def confirm(self, token: str) -> bool:
        """Whether the token proved this account's address; it then is confirmed. The caller commits."""
        claim = LINK.read(token)
        self.hold()
        if claim is None or claim.owner != self.id or self.what_is_wrong_with(claim):
            self.record(Event.CONFIRMATION_REFUSED)
            return False
        return self._take_address()

    def _take_address(self) -> bool:
        if not self.make_way_at(self.address_to_confirm):
            self.record(Event.CONFIRMATION_REFUSED)
            return False
        self.email, self.pending_email = self.address_to_confirm, None
        self.become_confirmed()
        return True

    def make_way_at(self, address: str) -> bool:
        """Whether the address is free for this account now; a sign-up that nobody confirmed gives way."""
        holder = self.other_holder(address)
        if holder is None:
            return True
        if not holder.confirmed:
            db.session.execute(delete(type(self)).where(type(self).id == holder.id))
        return not holder.confirmed

    def become_confirmed(self) -> None:
        self.confirmed = True
        self.record(Event.CONFIRMED)
        self.take_the_role_that_is_due()

    def correct_address(self, address: str) -> None:
        """Wait for another address to be proven instead; only its owner can tell whether it is free."""
        self.hold()
        self.pending_email = address if address != self.email else None
        self.record(Event.ADDRESS_CORRECTED)
        holder = self.other_holder(address)
        if holder is not None and holder.confirmed:
            holder.warn_of_registration()
        else:
            self.request_confirmation()

    def other_holder(self, address: str) -> Self | None:
        holder = self.held_by_address(address)
        return holder if holder is not self else None

    def _facts_of_confirmation(self) -> object:
        return "confirm", self.confirmed, self.address_to_confirm, self.password_hash, self.confirmation_sent_at
