"""A sign-in is a row: ending it is a delete, and the cookie that named it is worth nothing."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import client, clock
from app.extensions import Model
from app.models.statements import delete_where, insert_row, update_where
from app.models.types import BigId, UTCDateTime, exact_string

if TYPE_CHECKING:
    from app.models.user import User
    from app.models.user.sessions import Sessions

SEEN_EVERY = timedelta(minutes=1)  # how often last_seen_at is written, at the most


class LoginSession(Model):
    """One browser's sign-in. Cookies carry its random id; the table knows only the id's hash."""

    __tablename__ = "login_sessions"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(exact_string(64), unique=True)
    remembered: Mapped[bool] = mapped_column(default=False)
    ip: Mapped[str] = mapped_column(String(45), default=client.ip)
    agent: Mapped[str] = mapped_column(String(255), default=client.agent)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    last_seen_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    # When the password was last typed here; sensitive pages want it to be recent.
    fresh_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    previous_sign_in_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    user: Mapped["User"] = relationship()

    @classmethod
    def begin(cls, user: "Sessions", *, remembered: bool) -> tuple["LoginSession", str]:
        """A new row, as it was stored, with the id for the cookie: 256 random bits, seen only here."""
        token = secrets.token_urlsafe(32)
        values = {"user_id": user.id, "token_hash": hash_token(token), "remembered": remembered}
        values["previous_sign_in_at"] = user.last_sign_in_at
        return cls(id=insert_row(cls, **values), **values), token

    def renew(self) -> str:
        """A new id for the cookie, now that the password has been typed; the old one is dead."""
        token = secrets.token_urlsafe(32)
        self._update(token_hash=hash_token(token), fresh_at=clock.now())
        return token

    def touch(self) -> bool:
        """Note that it is used; False if it has been ended meanwhile."""
        return self._update(last_seen_at=clock.now())

    def _update(self, **values: object) -> bool:
        """By a statement that does not mind if the row has been ended in this very moment."""
        return update_where(LoginSession, LoginSession.id == self.id, **values) > 0

    def is_over(self) -> bool:
        """All end after a set time; those not to be remembered also when nobody uses them."""
        end: datetime = self.created_at + current_app.config["SESSION_LIFETIME"]
        if not self.remembered:
            end = min(end, self.last_seen_at + current_app.config["SESSION_IDLE"])
        return clock.now() >= end

    def is_fresh(self) -> bool:
        """Whether the password was typed recently enough for a sensitive page."""
        fresh: bool = clock.now() < self.fresh_at + current_app.config["SESSION_FRESH"]
        return fresh

    @classmethod
    def purge(cls) -> int:
        """Remove the sessions that are over; how many. The caller commits."""
        now, settings = clock.now(), current_app.config
        idle = ~cls.remembered & (cls.last_seen_at < now - settings["SESSION_IDLE"])
        return delete_where(cls, idle | (cls.created_at < now - settings["SESSION_LIFETIME"]))

    @property
    def device(self) -> str:
        return client.device_in_words(self.agent)

    def is_due_for_a_ping(self) -> bool:
        return clock.now() >= self.last_seen_at + SEEN_EVERY


def hash_token(token: str) -> str:
    """A plain hash is enough for 256 random bits: there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()
