"""Moving an account to another address, proven by a link mailed there, and back again for a week."""

from datetime import datetime, timedelta
from typing import Self

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.extensions import db
from app.links import Claim, Link, external_url
from app.models.address_change import AddressChange
from app.models.event import Event
from app.models.types import UTCDateTime
from app.models.user.correspondence import has_had_enough_mail
from app.models.user.recovery import Recovery

LINK = Link("email-change", lifetime=timedelta(hours=1))
UNDO = Link("email-undo", lifetime=timedelta(days=7))


class EmailChange(Recovery):
    """The account moves once the new address is proven; its old address can take it back."""

    email_change_requested_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    def request_email_change(self, address: str) -> None:
        """Write to both addresses; the account itself does not move yet."""
        self.hold()
        self.pending_email, self.email_change_requested_at = address, clock.now()
        self.record(Event.EMAIL_CHANGE_REQUESTED, to=address)
        self._ask(address)
        subject, link = _("A new address was asked for"), external_url("account.email")
        self.write_to(self.email, subject, "email/address_change_requested", address=address, account_link=link)

    def _ask(self, address: str) -> None:
        """Mail the link; the owner of a taken address is warned instead, which the page does not tell."""
        holder = self.other_holder(address)
        if holder is not None and holder.confirmed:
            holder.warn_of_registration()
        elif not has_had_enough_mail(address):
            subject, token = _("Confirm your new address"), self.generate_email_change_token(address)
            link = external_url("auth.follow_email_change", token=token)
            self.write_to(address, subject, "email/confirm_new_address", link=link, address=address)

    def cancel_email_change(self) -> None:
        self.pending_email = None
        self.record(Event.EMAIL_CHANGE_CANCELLED)

    def generate_email_change_token(self, new_email: str, expiration: int = 3600) -> str:
        """A token for `change_email`, good for this address alone; `expiration` in seconds."""
        return LINK.sign(self.id, self._facts_of_change_to(new_email), timedelta(seconds=expiration))

    @classmethod
    def of_email_change_link(cls, token: str) -> tuple[Self | None, Claim | None]:
        """Whose link it is, and what it says; nothing if it is not ours."""
        claim = LINK.read(token)
        return (db.session.get(cls, claim.owner) if claim else None), claim

    def what_is_wrong_with_email_change(self, claim: Claim) -> str | None:
        """`"expired"`, `"used"` (or replaced by a newer one), or None for a link that works."""
        return claim.verdict(self._facts_of_change_to(self.pending_email))

    def change_email(self, token: str) -> bool:
        """Whether the token proved the new address and the account moved there. The caller commits."""
        claim = LINK.read(token)
        self.hold()
        if claim is None or claim.owner != self.id or self.what_is_wrong_with_email_change(claim):
            self.record(Event.EMAIL_CHANGE_REFUSED)
            return False
        if not self.make_way_at(self.pending_email or ""):
            self.record(Event.EMAIL_CHANGE_REFUSED)
            return False
        self._move_to(self.pending_email or "")
        return True

    def _move_to(self, address: str) -> None:
        change = AddressChange(user_id=self.id, old_email=self.email, new_email=address)
        db.session.add(change)
        self.email, self.pending_email = address, None
        self.end_other_sessions()
        self.record(Event.EMAIL_CHANGED, old=change.old_email, new=address)
        db.session.flush()
        link = external_url("auth.follow_undo", token=UNDO.sign(change.id, facts_of_undo(change)))
        self.write_to(
            change.old_email,
            _("Your address was changed"),
            "email/address_changed",
            old_address=change.old_email,
            new_address=address,
            undo_link=link,
        )

    @classmethod
    def of_undo_link(cls, token: str) -> tuple[Self | None, AddressChange | None, Claim | None]:
        """Whose change the link undoes, the change, and what the link says."""
        claim = UNDO.read(token)
        change = db.session.get(AddressChange, claim.owner) if claim else None
        return (db.session.get(cls, change.user_id) if change else None), change, claim

    def undo_email_change(self, change: AddressChange, claim: Claim) -> bool:
        """Whether the account is back at its old address: everybody is signed out, and a reset is mailed."""
        self.hold()
        db.session.refresh(change)
        if claim.verdict(facts_of_undo(change)) or not self.make_way_at(change.old_email):
            return False
        self._void_changes_since(change)
        self.email, self.pending_email = change.old_email, None
        self.end_every_session()
        self.record(Event.EMAIL_CHANGE_UNDONE, back_to=change.old_email)
        self.send_reset()
        return True

    def _void_changes_since(self, change: AddressChange) -> None:
        """Nor may anybody whom a later change has let in take the account forth again."""
        later = update(AddressChange).where(AddressChange.user_id == self.id, AddressChange.id >= change.id)
        db.session.execute(later.values(undone_at=clock.now()))

    def address_changes(self) -> list[AddressChange]:
        return list(db.session.scalars(select(AddressChange).where(AddressChange.user_id == self.id)))

    def _facts_of_change_to(self, address: str | None) -> object:
        return "email", self.is_active, self.email, address, self.pending_email, self.email_change_requested_at


def facts_of_undo(change: AddressChange) -> object:
    return "undo", change.id, change.old_email, change.new_email, change.undone_at
