"""How much happened on each of the last days."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, literal, select, union_all

from app import clock
from app.extensions import db
from app.models.event import AccountEvent, Event

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """A day in UTC, and how often each kind of event happened on it."""

    date: date
    counts: dict[Event, int]


def last_days(kinds: Collection[Event], days: int) -> Sequence[Day]:
    """The last days, today the last of them.

    Each day is a range of the index on kind and time, so nothing has to be told of a time but whether it is in it.
    """
    today = datetime.combine(clock.now().date(), time(), UTC)
    starts = [today - ONE_DAY * ago for ago in reversed(range(days))]
    when = AccountEvent.created_at
    counted = union_all(
        *(
            select(literal(number), AccountEvent.kind, func.count())
            .where(AccountEvent.kind == kind, when >= start, when < start + ONE_DAY)
            .group_by(AccountEvent.kind)
            for number, start in enumerate(starts)
            for kind in kinds
        )
    )
    counts = {(number, kind): count for number, kind, count in db.session.execute(counted)}
    return [Day(start.date(), {kind: counts.get((n, kind), 0) for kind in kinds}) for n, start in enumerate(starts)]
