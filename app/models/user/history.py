"""What happened to an account, told to its owner."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models.event import AccountEvent, Event
from app.models.user.identity import Identity


class History(Identity):
    """Each thing that happens is recorded, exactly once, where it happens."""

    def record(self, kind: Event, **details: Any) -> None:
        db.session.add(AccountEvent(user_id=self.id, kind=kind, details=details))

    def latest_events(self, most: int) -> Sequence[AccountEvent]:
        """The newest events first."""
        newest = select(AccountEvent).where(AccountEvent.user_id == self.id).order_by(AccountEvent.id.desc())
        return db.session.scalars(newest.limit(most)).all()
