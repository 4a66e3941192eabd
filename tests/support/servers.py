"""The application as its users meet it: served by a process of its own."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.support.mailserver import free_port
from tests.support.settings import ROOT, plain_environment

STARTS_WITHIN = 20  # seconds
STRONG_KEY = "3f9c1b7e5a2d8046c19be7305fd2a48163b05ec79d1f2a8b"


class Server(NamedTuple):
    """A running application."""

    url: str


def gunicorn(port: int, *options: str) -> list[str]:
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--bind", f"127.0.0.1:{port}"]
    return [*command, *options, "wsgi:app"]


def deploy(environment: dict[str, str]) -> None:
    """Make the schema and the roles, by the command that operators use."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "deploy"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Server]:
    """The development application with a database of its own in the folder, until the test is over."""
    port = free_port()
    own = {
        "FLASK_CONFIG": "development",
        "SERVER_NAME": f"127.0.0.1:{port}",
        "DEV_DATABASE_URL": f"sqlite:///{folder / 'journey.sqlite'}",
    }
    environment = plain_environment(**(own | settings))
    deploy(environment)
    with running(gunicorn(port, "--threads", "4"), environment, f"http://127.0.0.1:{port}") as server:
        yield server


@contextmanager
def running(command: list[str], environment: dict[str, str], url: str) -> Iterator[Server]:
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        try:
            wait_for(url, process)
            yield Server(url)
        finally:
            process.send_signal(signal.SIGQUIT)  # gunicorn's quick way out


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return as soon as the server answers, with whatever status."""
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end and process.poll() is None:
        try:
            urlopen(url, timeout=STARTS_WITHIN)  # noqa: S310 - our own URL
        except HTTPError:
            return
        except (URLError, ConnectionError):
            time.sleep(0.05)
        else:
            return
    process.kill()
    raise RuntimeError(f"no answer from {url}: {process.communicate()[0].decode()}")
