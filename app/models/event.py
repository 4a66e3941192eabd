"""What happened to an account: one name for each thing that can happen, recorded exactly once."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _
from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import client, clock
from app.extensions import Model
from app.models.types import BigId, UTCDateTime

if TYPE_CHECKING:
    from app.models.user import User


class Event(StrEnum):
    """The kinds of events."""

    REGISTERED = "account:registered"
    REGISTERED_AGAIN = "account:registered-again"
    REGISTRATION_REPEATED = "account:registration-repeated"
    CONFIRMATION_SENT = "account:confirmation-sent"
    CONFIRMED = "account:confirmed"
    CONFIRMATION_REFUSED = "account:confirmation-refused"
    ADDRESS_CORRECTED = "account:address-corrected"
    PROFILE_CHANGED = "account:profile-changed"
    ROLE_GRANTED = "account:role-granted"
    SIGNED_IN = "session:signed-in"
    SIGN_IN_REFUSED = "session:sign-in-refused"
    SIGNED_OUT = "session:signed-out"
    PASSWORD_HASH_UPGRADED = "password:hash-upgraded"  # noqa: S105

    @property
    def label(self) -> str:
        """The event in plain words, in the reader's language."""
        return str(LABELS[self])


LABELS = {
    Event.REGISTERED: _("The account was made"),
    Event.REGISTERED_AGAIN: _("The account was made anew, before its address was confirmed"),
    Event.REGISTRATION_REPEATED: _("Somebody tried to register with your address"),
    Event.CONFIRMATION_SENT: _("We sent a link to confirm the address"),
    Event.CONFIRMED: _("The address was confirmed"),
    Event.CONFIRMATION_REFUSED: _("A link to confirm the address did not work"),
    Event.ADDRESS_CORRECTED: _("The address was corrected"),
    Event.PROFILE_CHANGED: _("The profile was changed"),
    Event.ROLE_GRANTED: _("The account was given a role"),
    Event.SIGNED_IN: _("Signed in"),
    Event.SIGN_IN_REFUSED: _("A sign-in was refused"),
    Event.SIGNED_OUT: _("Signed out"),
    Event.PASSWORD_HASH_UPGRADED: _("The stored password was strengthened"),
}


class AccountEvent(Model):
    """One thing that happened, when and from where; `user_id` is empty once the account is gone."""

    __tablename__ = "account_events"
    __table_args__ = (Index(None, "user_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(64))
    ip: Mapped[str] = mapped_column(String(45), default=client.ip)
    agent: Mapped[str] = mapped_column(String(255), default=client.agent)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, index=True)
    user: Mapped["User | None"] = relationship()

    @property
    def label(self) -> str:
        return Event(self.kind).label

    @property
    def device(self) -> str:
        return client.device(self.agent)
