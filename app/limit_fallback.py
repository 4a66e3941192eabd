"""Where limits are counted while the database or Redis is away: in each process's memory."""

import threading

from flask import Flask
from flask_limiter import Limiter
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter


class CountsOneByOne(MemoryStorage):
    """Two threads that count in the same moment must not both start the library's timer: the second raises."""

    STORAGE_SCHEME = ["one-by-one"]  # noqa: RUF012 - as the library declares it

    def __init__(self) -> None:
        super().__init__()
        self._counting = threading.Lock()

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        with self._counting:
            return super().incr(key, expiry, amount)


FOR_ALL = ("_application_limits", "_default_limits", "_blueprint_limits")


class SteadyLimiter(Limiter):
    """Flask-Limiter, whose fallback counts for many threads."""

    def init_app(self, app: Flask) -> None:
        super().init_app(app)
        self._fallback_limiter = FixedWindowRateLimiter(CountsOneByOne())

    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:  # noqa: FBT001, FBT002
        """Before a request only where there are limits for all: a view that has its own asks by itself."""
        if not in_middleware or any(getattr(self.limit_manager, name) for name in FOR_ALL):
            super()._check_request_limit(callable_name, in_middleware)
