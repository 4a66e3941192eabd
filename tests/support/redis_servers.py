"""A Redis of one's own, to be stopped, emptied and killed."""

import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from redis import Redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from tests.support.mailserver import free_port

OPTIONS = ("--save", "", "--appendonly", "no", "--loglevel", "warning")
STARTS_WITHIN = Retry(ConstantBackoff(0.05), 200)


@cache
def what_is_missing() -> str | None:
    """Why there is none, in words; None if it can be started."""
    return None if shutil.which("redis-server") else "redis-server is not installed (apt-get install redis-server)"


class RedisServer:
    """A server that keeps nothing on the disk."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.client = Redis.from_url(self.url, retry=STARTS_WITHIN)
        self.start()

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", *OPTIONS]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        self.client.ping()

    def stop(self) -> None:
        """It takes connections, and answers nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


@contextmanager
def running() -> Iterator[RedisServer]:
    server = RedisServer()
    try:
        yield server
    finally:
        server.client.close()
        server.kill()
