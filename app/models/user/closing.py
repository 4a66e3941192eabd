"""Leaving: an account is closed at once, can be reopened for two weeks, and then is forgotten."""

from datetime import datetime, timedelta
from typing import Self

from flask_babel import gettext as _
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.extensions import db
from app.links import Claim, Link, external_url
from app.models.event import AccountEvent, Event
from app.models.message import Message
from app.models.types import UTCDateTime
from app.models.user.email_change import EmailChange

DAYS = 14
LINK = Link("reopen", lifetime=timedelta(days=DAYS))


class Closing(EmailChange):
    """Closed by its owner, or disabled by an administrator: either way nobody gets in."""

    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    disabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def is_active(self) -> bool:
        return self.closed_at is None and self.disabled_at is None

    def close(self) -> None:
        """Out everywhere, from this moment on; a mail carries the way back."""
        self.closed_at, self.pending_email = clock.now(), None
        self.end_every_session()
        self.record(Event.CLOSED)
        link = external_url("auth.follow_reopen", token=LINK.sign(self.id, self._facts_of_closing()))
        self.write_to(self.email, _("Your account was closed"), "email/closed", reopen_link=link, days=DAYS)

    @classmethod
    def of_reopen_link(cls, token: str) -> tuple[Self | None, Claim | None]:
        """Whose link it is, and what it says; nothing if it is not ours."""
        claim = LINK.read(token)
        return (db.session.get(cls, claim.owner) if claim else None), claim

    def what_is_wrong_with_reopening(self, claim: Claim) -> str | None:
        """`"expired"`, `"used"`, or None for a link that works."""
        return claim.verdict(self._facts_of_closing())

    def reopen(self, claim: Claim) -> bool:
        """Whether the account is open again. The caller commits."""
        self.hold()
        if self.closed_at is None or self.what_is_wrong_with_reopening(claim):
            return False
        self.closed_at = None
        self.record(Event.REOPENED)
        link = external_url("auth.login")
        self.write_to(self.email, _("Your account is open again"), "email/reopened", login_link=link)
        return True

    @classmethod
    def forget_the_closed(cls) -> int:
        """Remove accounts closed for longer than anybody may reopen them; how many. The caller commits."""
        due = select(cls).where(cls.closed_at < clock.now() - timedelta(days=DAYS)).with_for_update()
        users = db.session.scalars(due).all()
        for user in users:
            user.forget()
        return len(users)

    def forget(self) -> None:
        """The row goes, and what names the person in events and mails; the events stay, without a name."""
        mine = AccountEvent.user_id == self.id
        db.session.execute(update(AccountEvent).where(mine).values(ip="", agent="", details={}))
        mails = (Message.user_id == self.id) | (Message.to_address == self.email)
        nothing = {"to_address": "", "subject": "", "text_body": None, "html_body": None, "last_error": None}
        db.session.execute(update(Message).where(mails).values(**nothing))
        db.session.execute(delete(type(self)).where(type(self).id == self.id))

    def _facts_of_closing(self) -> object:
        return "closed", self.closed_at
