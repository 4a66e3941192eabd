"""How Redis is spoken to: it answers within a second, or the site goes on without it."""

from typing import Any

from config import SettingsError

MISSING = "REDIS_URL needs more libraries: run  bin/setup packages servers  and start again."
TIMEOUT = 1.0  # seconds


def options() -> dict[str, Any]:
    """For a client of redis-py, which by itself would wait for ever and try four times; `SettingsError` without it."""
    try:
        from redis.backoff import NoBackoff  # noqa: PLC0415 - only who uses Redis has it
        from redis.retry import Retry  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise SettingsError(MISSING) from error
    return {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT, "retry": Retry(NoBackoff(), 0)}
