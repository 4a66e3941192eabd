"""What happened to an account: one name for each thing that can happen, recorded exactly once."""

from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from babel import Locale
from flask_babel import LazyString, get_locale
from flask_babel import lazy_gettext as _
from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import client, clock
from app.extensions import Model
from app.models.role import label_of
from app.models.statements import insert_row, update_where
from app.models.types import BigId, UTCDateTime
from app.signals import event_recorded

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
    USERNAME_CHANGED = "account:username-changed"
    ROLE_GRANTED = "account:role-granted"
    ROLE_CHANGED = "account:role-changed"
    DISABLED = "account:disabled"
    ENABLED = "account:enabled"
    IMPORTED = "account:imported"
    DATA_DOWNLOADED = "account:data-downloaded"
    CLOSED = "account:closed"
    REOPENED = "account:reopened"
    FORGOTTEN = "account:forgotten"
    SIGNED_IN = "session:signed-in"
    SIGN_IN_REFUSED = "session:sign-in-refused"
    SIGN_INS_BLOCKED = "session:sign-ins-blocked"
    SIGNED_OUT = "session:signed-out"
    SESSION_ENDED = "session:ended"
    OTHER_SESSIONS_ENDED = "session:others-ended"
    EVERY_SESSION_ENDED = "session:all-ended"
    PASSWORD_REPEATED = "password:repeated"  # noqa: S105 - the name of an event
    PASSWORD_REFUSED = "password:refused"  # noqa: S105
    PASSWORD_CHANGED = "password:changed"  # noqa: S105
    PASSWORD_HASH_UPGRADED = "password:hash-upgraded"  # noqa: S105
    RESET_REQUESTED = "password:reset-requested"
    RESET_REFUSED = "password:reset-refused"
    PASSWORD_RESET = "password:reset"  # noqa: S105
    EMAIL_CHANGE_REQUESTED = "email:change-requested"
    EMAIL_CHANGE_CANCELLED = "email:change-cancelled"
    EMAIL_CHANGE_REFUSED = "email:change-refused"
    EMAIL_CHANGED = "email:changed"
    EMAIL_CHANGE_UNDONE = "email:change-undone"
    UNDO_REFUSED = "email:undo-refused"
    INVITED = "administration:invited"
    INVITATION_WITHDRAWN = "administration:invitation-withdrawn"
    EXPORTED = "administration:exported"

    @property
    def label(self) -> str:
        """The event in plain words, in the reader's language."""
        return str(LABELS[self])


LABELS: dict[str, LazyString] = {
    Event.REGISTERED: _("The account was made"),
    Event.REGISTERED_AGAIN: _("The account was made anew, before its address was confirmed"),
    Event.REGISTRATION_REPEATED: _("Somebody tried to register with your address"),
    Event.CONFIRMATION_SENT: _("We sent a link to confirm the address"),
    Event.CONFIRMED: _("The address was confirmed"),
    Event.CONFIRMATION_REFUSED: _("A link to confirm the address did not work"),
    Event.ADDRESS_CORRECTED: _("The address was corrected"),
    Event.PROFILE_CHANGED: _("The profile was changed"),
    Event.USERNAME_CHANGED: _("The username was changed"),
    Event.ROLE_GRANTED: _("The account was given a role"),
    Event.ROLE_CHANGED: _("The role of the account was changed"),
    Event.DISABLED: _("The account was disabled"),
    Event.ENABLED: _("The account was enabled again"),
    Event.IMPORTED: _("The account was brought here from elsewhere"),
    Event.DATA_DOWNLOADED: _("The account's data was downloaded"),
    Event.CLOSED: _("The account was closed"),
    Event.REOPENED: _("The account was opened again"),
    Event.FORGOTTEN: _("The account was removed"),
    Event.SIGNED_IN: _("Signed in"),
    Event.SIGN_IN_REFUSED: _("A sign-in was refused"),
    Event.SIGN_INS_BLOCKED: _("After too many wrong passwords, sign-ins have to wait"),
    Event.SIGNED_OUT: _("Signed out"),
    Event.SESSION_ENDED: _("A device was signed out"),
    Event.OTHER_SESSIONS_ENDED: _("All other devices were signed out"),
    Event.EVERY_SESSION_ENDED: _("All devices were signed out"),
    Event.PASSWORD_REPEATED: _("The password was typed again"),
    Event.PASSWORD_REFUSED: _("A wrong password was typed by somebody signed in"),
    Event.PASSWORD_CHANGED: _("The password was changed"),
    Event.PASSWORD_HASH_UPGRADED: _("The stored password was strengthened"),
    Event.RESET_REQUESTED: _("A link to choose a new password was asked for"),
    Event.RESET_REFUSED: _("A link to choose a new password did not work"),
    Event.PASSWORD_RESET: _("A new password was chosen by a mailed link"),
    Event.EMAIL_CHANGE_REQUESTED: _("A change of the address was asked for"),
    Event.EMAIL_CHANGE_CANCELLED: _("The change of the address was cancelled"),
    Event.EMAIL_CHANGE_REFUSED: _("A link to change the address did not work"),
    Event.EMAIL_CHANGED: _("The address was changed"),
    Event.EMAIL_CHANGE_UNDONE: _("The change of the address was undone"),
    Event.UNDO_REFUSED: _("A link to undo the change of the address did not work"),
    Event.INVITED: _("Somebody was invited"),
    Event.INVITATION_WITHDRAWN: _("An invitation was withdrawn"),
    Event.EXPORTED: _("A list of accounts or events was exported"),
}


# What an event tells besides its kind and who did it.
DETAILS = {
    "old": _("from %(value)s"),
    "new": _("to %(value)s"),
    "to": _("to %(value)s"),
    "back_to": _("back to %(value)s"),
    "role": _("role: %(value)s"),
    "reason": _("reason: %(value)s"),
    "count": _("devices: %(value)s"),
    "invited_by": _("invited by %(value)s"),
    "invitation": _("number %(value)s"),
    "what": _("list: %(value)s"),
}
REASONS = {
    "wrong password": _("wrong password"),
    "disabled": _("the account is disabled"),
    "closed": _("the account is closed"),
    "changed meanwhile": _("the account was changed in this very moment"),
}
NO_PERSON = {"command line": _("command line")}
KEPT_OF_STRANGERS = timedelta(days=30)


class AccountEvent(Model):
    """One thing that happened, when and from where; `user_id` is empty once the account is gone."""

    __tablename__ = "account_events"
    __table_args__ = (
        Index(None, "user_id", "id"),
        Index(None, "kind", "created_at"),
        Index(None, "ip", "created_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(64))
    ip: Mapped[str] = mapped_column(String(45), default=client.ip)
    agent: Mapped[str] = mapped_column(String(255), default=client.agent)
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, index=True)
    user: Mapped["User | None"] = relationship()

    @classmethod
    def write(cls, kind: str, user_id: int | None, details: dict[str, Any]) -> None:
        """Write down what happened to an account, or to nobody's; it belongs to the caller's transaction."""
        insert_row(cls, user_id=user_id, kind=kind, details=details)
        event_recorded.send(kind)

    @classmethod
    def forget_strangers(cls) -> int:
        """Wipe from where guesses at nobody's account came, after a month; how many. The caller commits."""
        old = cls.created_at < clock.now() - KEPT_OF_STRANGERS
        return update_where(cls, cls.user_id.is_(None) & (cls.ip != "") & old, ip="", agent="")

    @property
    def label(self) -> str:
        """In plain words; a kind of another version, or of code that was added, by its name."""
        return label_in(self.kind, get_locale())

    @property
    def device(self) -> str:
        return client.device_in_words(self.agent)

    @property
    def by(self) -> str:
        """Who did it, if it was not the owner: an administrator's name, or the command line."""
        name = self.details.get("by", "")
        return str(NO_PERSON.get(name, name))

    @property
    def told(self) -> list[str]:
        """The details in words, for administrators."""
        return [self._say(name, value) for name, value in self.details.items() if name != "by"]

    def _say(self, name: str, value: object) -> str:
        words = str(DETAILS.get(name, f"{name}: %(value)s"))
        return words % {"value": self._in_words(name, str(value))}

    def _in_words(self, name: str, value: str) -> str | LazyString:
        if self.kind in {Event.ROLE_GRANTED, Event.ROLE_CHANGED}:
            return label_of(value)
        return REASONS.get(value, value) if name == "reason" and self.is_refusal else value

    @property
    def is_refusal(self) -> bool:
        """Whether somebody was kept out; then the reason is ours, and not an administrator's own words."""
        return self.kind in {Event.SIGN_IN_REFUSED, Event.PASSWORD_REFUSED, Event.SIGN_INS_BLOCKED}


@lru_cache(maxsize=512)
def label_in(kind: str, _language: Locale | None) -> str:
    """The label in the present language. Looking for a translation takes longer than all else about an event."""
    return str(LABELS.get(kind, kind))
