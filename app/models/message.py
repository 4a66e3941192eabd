"""The outbox: a mail is a row from the moment it is caused until long after it has left."""

import re
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, bindparam, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.extensions import Model, db
from app.models.statements import delete_where, update_where
from app.models.types import BigId, LongText, UTCDateTime, exact_string

SMTP_REPLY = re.compile(r"[45]\d\d ")  # RFC 5321 4.2.1


class State(StrEnum):
    """A mail's life: queued -> sending (leased to one deliverer) -> sent or failed."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Message(Model):
    """One mail to one address.

    `due_at` is when somebody should next pick it up: the next attempt of a queued one, the end of
    the lease of one being sent, the wiping of one that was refused, and nothing for one that is done.
    So one small index finds the work.
    """

    __tablename__ = "messages"
    __table_args__ = (
        Index(None, "to_address", "created_at"),
        Index(None, "user_id", "id"),
        Index(None, "state", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    to_address: Mapped[str] = mapped_column(exact_string(254))
    subject: Mapped[str] = mapped_column(String(255))
    template: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(16))
    message_id: Mapped[str] = mapped_column(String(255), unique=True)
    text_body: Mapped[str | None] = mapped_column(LongText)
    html_body: Mapped[str | None] = mapped_column(LongText)
    state: Mapped[str] = mapped_column(String(16), default=State.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=clock.now, index=True)
    last_error: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @classmethod
    def count_to(cls, address: str, since: datetime, templates: Iterable[str]) -> int:
        """How many mails of these kinds to the address were queued since then."""
        about = {"address": address, "since": since, "templates": list(templates)}
        return db.session.scalar(cls._count_to(), about) or 0

    @classmethod
    @cache
    def _count_to(cls) -> Select[int]:
        counted = select(func.count()).where(cls.to_address == bindparam("address"))
        recent = counted.where(cls.created_at >= bindparam("since"))
        return recent.where(cls.template.in_(bindparam("templates", expanding=True)))

    @classmethod
    def overview(cls) -> dict[str, Any]:
        """How many are in which state, since when the oldest waits, and the newest error."""
        counted = select(cls.state, func.count()).group_by(cls.state)
        counts: dict[str, int] = dict(iter(db.session.execute(counted)))
        waiting = cls.waits()
        failing = select(cls.last_error).where(cls.last_error.is_not(None)).order_by(cls.id.desc()).limit(1)
        return {
            **{state.value: counts.get(state, 0) for state in State},
            "oldest_waiting_since": db.session.scalar(select(func.min(cls.created_at)).where(waiting)),
            "last_error": db.session.scalar(failing),
        }

    @classmethod
    def waits(cls) -> ColumnElement[bool]:
        """Still on its way. What the server refused is given up, though it is kept for a while to be tried again."""
        return cls.due_at.is_not(None) & (cls.state != State.FAILED)

    @property
    def can_be_tried(self) -> bool:
        """Whether `try_again` would: it waits for its next try, or was refused and still has its body."""
        return self.due_at is not None and self.state in {State.QUEUED, State.FAILED}

    @classmethod
    def burden(cls) -> dict[str, int]:
        """How many wait, how many of these have been tried in vain, and how many were given up."""
        waiting = select(func.count(cls.id), func.count(cls.last_error)).where(cls.waits())
        given_up = select(func.count(cls.id)).where(cls.state == State.FAILED)
        count, failing = db.session.execute(waiting).one()
        return {"waiting": count, "failing": failing, "failed": db.session.scalar(given_up) or 0}

    @classmethod
    def any_due(cls) -> bool:
        return db.session.scalar(select(cls.id).where(cls.due_at <= clock.now()).limit(1)) is not None

    @classmethod
    def hurry(cls) -> int:
        """Make all that wait for their next try due now; how many. The caller commits."""
        return update_where(cls, cls.state == State.QUEUED, due_at=clock.now())

    @classmethod
    def try_again(cls, number: int) -> int:
        """Make one that waits, or was refused and still has its body, due now; 1, or 0 if there is none."""
        can = cls.state.in_([State.QUEUED, State.FAILED]) & cls.due_at.is_not(None)
        return update_where(cls, can & (cls.id == number), state=State.QUEUED, due_at=clock.now())

    @classmethod
    def try_refused_again(cls) -> int:
        """The same for all that were refused; how many. The caller commits."""
        refused = (cls.state == State.FAILED) & cls.due_at.is_not(None)
        return update_where(cls, refused, state=State.QUEUED, due_at=clock.now())

    @classmethod
    def count_given_up(cls) -> int:
        """How many failed and have lost their body, so that nobody can send them any more."""
        given_up = select(func.count()).where(cls.state == State.FAILED, cls.due_at.is_(None))
        return db.session.scalar(given_up) or 0

    @classmethod
    def purge(cls, before: datetime) -> int:
        """Remove the mails that were done before then; how many. The caller commits."""
        return delete_where(cls, cls.due_at.is_(None) & (func.coalesce(cls.sent_at, cls.created_at) < before))

    @property
    def server_said(self) -> str | None:
        """The mail server's own words, if it was they that held the mail up."""
        return self.last_error if self.last_error and SMTP_REPLY.match(self.last_error) else None

    @classmethod
    def latest_to(cls, address: str, templates: Iterable[str]) -> "Message | None":
        """The newest mail of some kinds to an address."""
        newest = select(cls).where(cls.to_address == address, cls.template.in_(templates)).order_by(cls.id.desc())
        return db.session.scalar(newest.limit(1))
