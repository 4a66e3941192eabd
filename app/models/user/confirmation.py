"""Proving that an address is one's own, by a link mailed to it."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.links import Link, external_url
from app.models.event import Event
from app.models.types import UTCDateTime
from app.models.user.addresses import ANSWERS_TO_A_CLAIM, Addresses, has_had_enough
from app.models.user.password import Password
from app.models.user.permissions import Permissions

CONFIRM = Link(
    "confirm",
    timedelta(hours=1),
    lambda user: (user.confirmed, user.address_to_confirm, user.password_hash, user.confirmation_sent_at),
)


class Confirmation(Addresses, Password, Permissions):
    """Until it is confirmed, an account holds no address: whoever proves it first has it."""

    confirmation_sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def address_to_confirm(self) -> str:
        return self.pending_email or self.email

    def request_confirmation(self) -> None:
        """Mail a link to the address, at most so many an hour; links mailed before go dead.

        The owner of an address that is taken is warned instead, which the page does not tell.
        """
        self.hold()
        address = self.address_to_confirm
        if not self.confirmed and not has_had_enough(address, *ANSWERS_TO_A_CLAIM):
            self.confirmation_sent_at = clock.now()
            self.ask_for_proof(self.proven_by_another(address))

    def ask_for_proof(self, owner: Addresses | None) -> None:
        """Mail a link to the address, or a warning to the owner whose it is already."""
        if owner:
            owner.warn_of_registration()
        else:
            self._mail_confirmation(self.address_to_confirm)
        self.record(Event.CONFIRMATION_SENT)

    def _mail_confirmation(self, address: str) -> None:
        link = external_url("auth.follow_confirmation", token=self.generate_confirmation_token())
        self.write_to(address, _("Confirm your address"), "email/confirm", link=link, address=address)

    def generate_confirmation_token(self, expiration: int | None = None) -> str:
        """A token for `confirm`; `expiration` in seconds, by default an hour."""
        return CONFIRM.sign(self, expiration)

    def confirm(self, token: str) -> bool:
        """Whether the token proved this account's address; it then is confirmed. The caller commits."""
        self.hold_with_rival(self.address_to_confirm)
        if CONFIRM.fault(token, self) or not self.make_way_at(self.address_to_confirm):
            self.record(Event.CONFIRMATION_REFUSED)
            return False
        self.email, self.pending_email = self.address_to_confirm, None
        self.become_confirmed()
        return True

    def become_confirmed(self) -> None:
        self.confirmed = True
        self.record(Event.CONFIRMED)
        self.take_the_role_that_is_due()

    def correct_address(self, address: str) -> None:
        """Wait for another address to be proven instead; only its owner can tell whether it is free."""
        self.hold()
        if self.confirmed:
            return
        self.pending_email = address if address != self.email else None
        self.record(Event.ADDRESS_CORRECTED)
        self.request_confirmation()
