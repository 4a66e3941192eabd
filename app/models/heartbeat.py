"""Signs of life of what works unseen: one row for each, with when it was last heard of."""

from datetime import datetime, timedelta

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.extensions import Model, db
from app.models.statements import insert_if_missing, update_where
from app.models.types import UTCDateTime

BEATS_EVERY = timedelta(seconds=30)  # at the most, however many beat
SILENT_AFTER = timedelta(minutes=2)


class Heartbeat(Model):
    """When something last showed that it is at work."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    beat_at: Mapped[datetime] = mapped_column(UTCDateTime)

    @classmethod
    def beat(cls, name: str) -> bool:
        """Note that it is at work; False if that has just been noted. The caller commits."""
        now, last = clock.now(), cls.last(name)
        if last is not None and now - last < BEATS_EVERY:
            return False
        if last is None:
            db.session.execute(insert_if_missing(cls, name=name, beat_at=now))
        else:
            update_where(cls, cls.name == name, beat_at=now)
        return True

    @classmethod
    def last(cls, name: str) -> datetime | None:
        return db.session.scalar(select(cls.beat_at).where(cls.name == name))

    @classmethod
    def is_beating(cls, name: str) -> bool:
        last = cls.last(name)
        return last is not None and clock.now() - last < SILENT_AFTER
