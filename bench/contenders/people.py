"""The accounts that every contender has: person0, person1 and so on, all with one password, and one event each."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert

PASSWORD = "correct horse battery staple"  # noqa: S105 - the example's
CHUNK = 10_000
EVENT = "Signed in"


def in_bulk(session: Any, model: type, count: int, others: Callable[[str], dict[str, Any]]) -> None:
    """Insert that many rows of a model; `others` gives the columns that not every model has."""
    for start in range(0, count, CHUNK):
        names = [f"person{number}" for number in range(start, min(start + CHUNK, count))]
        people = [{"username": name, "email": f"{name}@example.org"} | others(name) for name in names]
        session.execute(insert(model), people)
    session.commit()


def events_in_bulk(session: Any, model: type, count: int) -> None:
    """One for each account, as ours writes one when it signs in."""
    now = datetime.now(UTC)
    for start in range(1, count + 1, CHUNK):
        numbers = range(start, min(start + CHUNK, count + 1))
        session.execute(insert(model), [{"user_id": number, "what": EVENT, "at": now} for number in numbers])
    session.commit()
