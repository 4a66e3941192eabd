"""Guesses that failed, counted where every process and machine sees them."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from typing import Self

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.extensions import Model, db
from app.limits import ACCOUNT, Allowance
from app.models.statements import delete_where, insert_if_missing
from app.models.types import UTCDateTime, exact_string

LONGEST_MEMORY = ACCOUNT.forgotten_after


class Throttle(Model):
    """The failures under one key: an account, a browser of it, or a network."""

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(exact_string(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, index=True)
    blocked_until: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)

    @classmethod
    def waits(cls, keys: Iterable[str]) -> dict[str, timedelta]:
        """How long the next guess has to wait, by those of the keys that have failures."""
        now, rows = clock.now(), db.session.execute(cls._blocks(), {"keys": list(keys)})
        return {row.key: max(row.blocked_until - now, timedelta(0)) for row in rows}

    @classmethod
    @cache
    def _blocks(cls) -> Select[str, datetime]:
        """The query, for rows and not for objects. Built once: that takes longer than asking it."""
        columns = cls.__table__.c
        return select(columns.key, columns.blocked_until).where(columns.key.in_(bindparam("keys", expanding=True)))

    @classmethod
    def count(cls, key: str, allowance: Allowance) -> timedelta:
        """Count one more failure, and say how long the next guess has to wait."""
        row = cls._held(key)
        if clock.now() - row.failed_at > allowance.forgotten_after:
            row.failures = 0
        row.failures += 1
        row.failed_at = clock.now()
        wait = allowance.wait_after(row.failures)
        row.blocked_until = row.failed_at + wait
        return wait

    @classmethod
    def forgive(cls, keys: Iterable[str]) -> None:
        """Start to count anew: the guess was right."""
        delete_where(cls, cls.key.in_(keys))

    @classmethod
    def purge(cls) -> int:
        """Remove what every allowance has forgotten; how many. The caller commits."""
        return delete_where(cls, cls.failed_at < clock.now() - LONGEST_MEMORY)

    @classmethod
    def _held(cls, key: str) -> Self:
        db.session.execute(insert_if_missing(cls, key=key))
        return db.session.scalars(select(cls).where(cls.key == key).with_for_update()).one()


def throttle_key(kind: str, *parts: object) -> str:
    """A key that names nobody: a table that leaks must not list who was attacked from where."""
    return hashlib.sha256(repr((kind, *parts)).encode()).hexdigest()
