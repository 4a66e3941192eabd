"""Who an account belongs to: an address and a name, each of them only once."""

import re
from datetime import datetime
from functools import cache
from typing import Self

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column, validates

from app import addresses, clock
from app.extensions import db
from app.models.types import BigId, UTCDateTime, exact_string, sorted_string

USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,63}")
LONGEST_USERNAME = 64


class Identity:
    """The columns that name an account, and whether it is open. Two names differ by more than case."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    email: Mapped[str] = mapped_column(sorted_string(254), unique=True)
    username: Mapped[str] = mapped_column(exact_string(LONGEST_USERNAME))
    username_key: Mapped[str] = mapped_column(sorted_string(LONGEST_USERNAME), unique=True)
    confirmed: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    disabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)
    # Browsers signed in before count as strangers: the account may have been another person's.
    browsers_since: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)

    @validates("username")
    def _keep_key(self, _attribute: str, username: str) -> str:
        self.username_key = username.lower()
        return username

    @property
    def is_active(self) -> bool:
        """Whether its owner may sign in: neither closed by the owner nor disabled by an administrator."""
        return self.closed_at is None and self.disabled_at is None

    @classmethod
    def with_name(cls, username: str) -> Self | None:
        return db.session.scalar(cls._named(), {"key": username.lower()})

    @classmethod
    @cache
    def _named(cls) -> Select[Self]:
        return select(cls).where(cls.username_key == bindparam("key"))

    @classmethod
    def public_with_name(cls, username: str) -> Self | None:
        """The account with this name that others may see: confirmed and open."""
        user = cls.with_name(username)
        return user if user and user.confirmed and user.is_active else None

    @classmethod
    def with_identifier(cls, identifier: str) -> Self | None:
        """The account with this address or this name, however it is capitalised or encoded."""
        if "@" not in identifier:
            return cls.with_name(identifier)
        try:
            address = addresses.normalize(identifier)
        except addresses.AddressError:
            return None
        return db.session.scalar(select(cls).where(cls.email == address))

    @classmethod
    def held_by_address(cls, address: str) -> Self | None:
        """The account with this address as it is now, held until the commit."""
        found = select(cls).where(cls.email == address).with_for_update()
        return db.session.scalar(found.execution_options(populate_existing=True))

    def hold(self, *others: int) -> bool:
        """Wait for this account's row, and for others by id, and hold them as they are now until the commit.

        In the order of their ids, so that two who want each other's rows do not wait forever. False
        if this account's row is gone.
        """
        held = [db.session.scalar(self._held(), {"id": id_}) for id_ in sorted({self.id, *others})]
        return self in held

    @classmethod
    @cache
    def _held(cls) -> Select[Self]:
        found = select(cls).where(cls.id == bindparam("id")).with_for_update()
        return found.execution_options(populate_existing=True)
