"""What happened to an account, told to its owner and to the code that listens."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models.actor import Actor
from app.models.event import AccountEvent, Event
from app.models.user.identity import Identity
from app.signals import signal_for


class History(Identity):
    """Each thing that happens is recorded, exactly once, where it happens."""

    _actor: Actor | None = None

    @contextmanager
    def done_by(self, actor: Actor | None) -> Iterator[None]:
        """What is recorded meanwhile says who did it."""
        self._actor = actor
        try:
            yield
        finally:
            self._actor = None

    def record(self, kind: Event, **details: Any) -> None:
        """Write the event down and send its signal; both belong to the caller's transaction."""
        if self._actor:
            details = {"by": self._actor.name} | details
        AccountEvent.write(kind, self.id, details)
        signal_for(kind).send(self, **details)

    def latest_events(self, most: int, before: int | None = None) -> Sequence[AccountEvent]:
        """The newest events first; those older than the event `before`, if one is given."""
        newest = select(AccountEvent).where(AccountEvent.user_id == self.id).order_by(AccountEvent.id.desc())
        if before is not None:
            newest = newest.where(AccountEvent.id < before)
        return db.session.scalars(newest.limit(most)).all()
