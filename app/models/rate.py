"""How often something was asked for in the present window, counted for Flask-Limiter."""

from datetime import datetime, timedelta

from sqlalchemy import case, select
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.database import delete_where, forgetful_transaction, insert_or_update
from app.extensions import Model, db
from app.models.types import UTCDateTime, exact_string


class Rate(Model):
    """One counter. MariaDB assigns from left to right, so `hits` has to stand before `expires_at`."""

    __tablename__ = "rates"

    key: Mapped[str] = mapped_column(exact_string(64), primary_key=True)
    hits: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)

    @classmethod
    def add(cls, key: str, amount: int, window: timedelta) -> tuple[int, datetime]:
        """Count, in a transaction of its own; how many there are now in the window, and when it ends."""
        now = clock.now()
        over = cls.expires_at <= now
        first = {"key": key, "hits": amount, "expires_at": now + window}
        next_ = {
            "hits": case((over, amount), else_=cls.hits + amount),
            "expires_at": case((over, now + window), else_=cls.expires_at),
        }
        with forgetful_transaction() as connection:
            connection.execute(insert_or_update(cls, first, next_))
            row = connection.execute(select(cls.hits, cls.expires_at).where(cls.key == key)).one()
            return row.hits, row.expires_at

    @classmethod
    def present(cls, key: str) -> tuple[int, datetime]:
        """The count of the present window and its end."""
        with db.engine.connect() as connection:
            row = connection.execute(select(cls.hits, cls.expires_at).where(cls.key == key)).one_or_none()
        return (row.hits, row.expires_at) if row and row.expires_at > clock.now() else (0, clock.now())

    @classmethod
    def purge(cls) -> int:
        """Remove the counters whose window is over; how many. The caller commits."""
        return delete_where(cls, cls.expires_at < clock.now())
