"""The accounts that every contender has: person0, person1 and so on, all with one password."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import insert

PASSWORD = "correct horse battery staple"  # noqa: S105 - the example's
CHUNK = 10_000


def in_bulk(session: Any, model: type, count: int, others: Callable[[str], dict[str, Any]]) -> None:
    """Insert that many rows of a model; `others` gives the columns that not every model has."""
    for start in range(0, count, CHUNK):
        names = [f"person{number}" for number in range(start, min(start + CHUNK, count))]
        people = [{"username": name, "email": f"{name}@example.org"} | others(name) for name in names]
        session.execute(insert(model), people)
    session.commit()
