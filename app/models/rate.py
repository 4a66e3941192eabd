"""How often something was asked for in the present window, counted for Flask-Limiter."""

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Executable, Integer, String, bindparam, case, select
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.database import forgetful_transaction
from app.extensions import Model, db
from app.models.statements import delete_where, insert_or_update
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
        with forgetful_transaction() as connection:
            values = {"name": key, "amount": amount, "end": now + window, "now": now}
            row = connection.execute(cls._count(db.engine.dialect.name), values).one()
            return row.hits, row.expires_at

    @classmethod
    @cache
    def _count(cls, _backend: str) -> Executable:
        """The statement. Built once: that takes longer than running it."""
        name, amount, end = (
            bindparam("name", type_=String),
            bindparam("amount", type_=Integer),
            bindparam("end", type_=UTCDateTime),
        )
        over = cls.expires_at <= bindparam("now")
        next_ = {
            "hits": case((over, amount), else_=cls.hits + amount),
            "expires_at": case((over, end), else_=cls.expires_at),
        }
        count = insert_or_update(cls, {"key": name, "hits": amount, "expires_at": end}, next_)
        return count.returning(cls.hits, cls.expires_at)

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
