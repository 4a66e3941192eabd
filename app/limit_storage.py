"""Flask-Limiter's counters in our own database, so that limits hold over all processes and machines.

`RATELIMIT_STORAGE_URI` is "database://" unless REDIS_URL names a Redis server.
"""

from datetime import datetime, timedelta

from flask import g
from limits.storage import Storage
from sqlalchemy.exc import SQLAlchemyError

from app.models.rate import Rate
from app.models.throttle import throttle_key


class DatabaseStorage(Storage):
    """A counter is a row, under a key that names nobody."""

    STORAGE_SCHEME = ["database"]  # noqa: RUF012 - as the library declares it

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        counted = Rate.add(throttle_key("rate", key), amount, timedelta(seconds=expiry))
        just_counted()[key] = counted
        return counted[0]

    def get(self, key: str) -> int:
        return self._present(key)[0]

    def get_expiry(self, key: str) -> float:
        return self._present(key)[1].timestamp()

    def _present(self, key: str) -> tuple[int, datetime]:
        """As this request has just counted it, or else as it stands."""
        return just_counted().get(key) or Rate.present(throttle_key("rate", key))

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        raise NotImplementedError

    def clear(self, key: str) -> None:
        raise NotImplementedError


def just_counted() -> dict[str, tuple[int, datetime]]:
    """The counters of this request, which its headers tell."""
    counters: dict[str, tuple[int, datetime]] = g.setdefault("counters", {})
    return counters
