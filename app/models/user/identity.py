"""Who an account belongs to: an address and a name, each of them only once."""

import re
from typing import Self

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.extensions import db
from app.models.types import BigId, exact_string

USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,63}")
LONGEST_USERNAME = 64


class Identity:
    """The columns that name an account. Two names differ by more than case."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    email: Mapped[str] = mapped_column(exact_string(254), unique=True)
    username: Mapped[str] = mapped_column(exact_string(LONGEST_USERNAME))
    username_key: Mapped[str] = mapped_column(exact_string(LONGEST_USERNAME), unique=True)

    @validates("username")
    def _keep_key(self, _attribute: str, username: str) -> str:
        self.username_key = username.lower()
        return username

    @property
    def is_active(self) -> bool:
        """Whether its owner may sign in."""
        return True

    @classmethod
    def with_name(cls, username: str) -> Self | None:
        return db.session.scalar(select(cls).where(cls.username_key == username.lower()))

    @classmethod
    def with_identifier(cls, identifier: str) -> Self | None:
        """The account with this address or this name, however it is capitalised."""
        column = cls.email if "@" in identifier else cls.username_key
        return db.session.scalar(select(cls).where(column == identifier.lower()))

    @classmethod
    def held_by_address(cls, address: str) -> Self | None:
        """The account with this address as it is now, held until the commit."""
        found = select(cls).where(cls.email == address).with_for_update()
        return db.session.scalar(found.execution_options(populate_existing=True))

    def hold(self) -> None:
        """Wait for this account's row, take its newest state, and hold it until the commit."""
        db.session.refresh(self, with_for_update=True)
