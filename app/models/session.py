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
    previous_sign_in_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    user: Mapped["User"] = relationship()

    @classmethod
    def begin(cls, user: "Sessions", *, remembered: bool) -> tuple["LoginSession", str]:
        """A new session with the id for the cookie: 256 random bits, seen only here."""
        token = secrets.token_urlsafe(32)
        row = cls(
            user_id=user.id,
            token_hash=hash_token(token),
            remembered=remembered,
            previous_sign_in_at=user.last_sign_in_at,
        )
        return row, token

    def is_over(self) -> bool:
        """Remembered ones last for a set time; the others end when nobody uses them."""
        end: datetime
        if self.remembered:
            end = self.created_at + current_app.config["SESSION_REMEMBERED"]
        else:
            end = self.last_seen_at + current_app.config["SESSION_IDLE"]
        return clock.now() >= end

    def is_due_for_a_ping(self) -> bool:
        return clock.now() >= self.last_seen_at + SEEN_EVERY


def hash_token(token: str) -> str:
    """A plain hash is enough for 256 random bits: there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()
