"""Moving an account to another address, proven by a link mailed there, and back again for a week."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import update
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.extensions import db
from app.links import Link, external_url
from app.models.address_change import AddressChange
from app.models.event import Event
from app.models.types import UTCDateTime
from app.models.user.addresses import ANSWERS_TO_A_CLAIM, has_had_enough
from app.models.user.recovery import Recovery

CHANGE = Link(
    "change_email",
    timedelta(hours=1),
    lambda user: (user.is_active, user.email, user.pending_email, user.email_change_requested_at),
)
UNDO = Link(
    "undo_email",
    timedelta(days=7),
    lambda change: (change.old_email, change.new_email, change.undone_at),
)


class EmailChange(Recovery):
    """The account moves once the new address is proven; its old address can take it back."""

    email_change_requested_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    def request_email_change(self, address: str) -> bool:
        """Write to both addresses; the account itself does not move yet.

        False if the new address has had enough mail for now. The owner of an address that is taken
        is warned instead, which the page does not tell.
        """
        self.hold()
        if has_had_enough(address, *ANSWERS_TO_A_CLAIM):
            return False
        token = self.generate_email_change_token(address)
        self.record(Event.EMAIL_CHANGE_REQUESTED, to=address)
        if owner := self.proven_by_another(address):
            owner.warn_of_registration()
        else:
            self._mail_change(address, token)
        self._tell_of_request(address)
        return True

    def _mail_change(self, address: str, token: str) -> None:
        link = external_url("auth.follow_email_change", token=token)
        self.write_to(address, _("Confirm your new address"), "email/confirm_new_address", link=link, address=address)

    def _tell_of_request(self, address: str) -> None:
        subject, link = _("A new address was asked for"), external_url("account.email")
        self.write_to(self.email, subject, "email/address_change_requested", address=address, account_link=link)

    def cancel_email_change(self) -> None:
        self.pending_email = None
        self.record(Event.EMAIL_CHANGE_CANCELLED)

    def generate_email_change_token(self, new_email: str, expiration: int | None = None) -> str:
        """A token for `change_email`, for which the account now waits; older ones go dead.

        `expiration` in seconds, by default an hour.
        """
        self.pending_email, self.email_change_requested_at = new_email, clock.now()
        return CHANGE.sign(self, expiration)

    def change_email(self, token: str) -> bool:
        """Whether the token proved the new address and the account moved there. The caller commits."""
        self.hold_with_rival(self.pending_email)
        address = self.pending_email
        if address is None or CHANGE.fault(token, self) or not self.make_way_at(address):
            self.record(Event.EMAIL_CHANGE_REFUSED)
            return False
        self._move_to(address)
        return True

    def _move_to(self, address: str) -> None:
        change = AddressChange(user_id=self.id, old_email=self.email, new_email=address)
        db.session.add(change)
        self.email, self.pending_email = address, None
        self.end_other_sessions()
        self.record(Event.EMAIL_CHANGED, old=change.old_email, new=address)
        self.take_the_role_that_is_due()
        self._tell_old_address(change)

    def _tell_old_address(self, change: AddressChange) -> None:
        db.session.flush()
        link = external_url("auth.follow_undoing", token=UNDO.sign(change))
        old, new = change.old_email, change.new_email
        subject = _("Your address was changed")
        self.write_to(old, subject, "email/address_changed", old_address=old, new_address=new, undo_link=link)

    def undo_email_change(self, change: AddressChange, token: str) -> bool:
        """Whether the account is back at its old address, safe from whoever moved it. The caller commits.

        Everybody is signed out, no password opens it, and a link to choose one is mailed there.
        """
        self.hold_with_rival(change.old_email)
        db.session.refresh(change)
        if UNDO.fault(token, change) or not self.make_way_at(change.old_email):
            self.record(Event.UNDO_REFUSED)
            return False
        self._void_changes_since(change)
        self.email, self.password_hash, self.browsers_since = change.old_email, None, clock.now()
        self.pending_email = self.closed_at = None
        self.end_every_session()
        self.record(Event.EMAIL_CHANGE_UNDONE, back_to=change.old_email)
        self.mail_reset()
        return True

    def _void_changes_since(self, change: AddressChange) -> None:
        """Nor may anybody whom a later change has let in take the account forth again."""
        later = update(AddressChange).where(AddressChange.user_id == self.id, AddressChange.id >= change.id)
        db.session.execute(later.values(undone_at=clock.now()))
