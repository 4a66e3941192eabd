"""An account's password: written, never read."""

from typing import Self

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app import passwords
from app.models.event import Event
from app.models.user.history import History


class Password(History):
    """The hash, and whether a password fits it."""

    password_hash: Mapped[str | None] = mapped_column(String(255))

    @property
    def password(self) -> str:
        raise AttributeError("A password can be written, but not read.")

    @password.setter
    def password(self, password: str) -> None:
        self.password_hash = passwords.hash_password(password)

    def verify_password(self, password: str) -> bool:
        return passwords.verify(self.password_hash, password)

    @classmethod
    def with_credentials(cls, identifier: str, password: str) -> Self | None:
        """The account that both belong to. It takes as long to say no as to say yes."""
        user = cls.with_identifier(identifier)
        if not passwords.verify(user.password_hash if user else None, password) or user is None:
            return None
        user.upgrade_hash(password)
        return user

    def upgrade_hash(self, password: str) -> None:
        """Bring an older hash up to today's method and cost, now that the password is at hand."""
        if passwords.is_outdated(self.password_hash or ""):
            self.password = password
            self.record(Event.PASSWORD_HASH_UPGRADED)
