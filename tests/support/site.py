"""The whole site as an operator runs it: nginx, gunicorn by deploy/gunicorn.conf.py, PostgreSQL and Redis."""

import os
import shutil
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPSConnection
from pathlib import Path
from socket import AF_INET, AF_UNIX, create_connection, socket

from tests.support import databases, nginx
from tests.support.certificates import HOST, fingerprint_of_key
from tests.support.mailserver import free_port
from tests.support.servers import STRONG_KEY, deploy
from tests.support.settings import ROOT, plain_environment

CONF = ROOT / "deploy" / "gunicorn.conf.py"
STARTS_WITHIN = 30  # seconds
URL = f"https://{HOST}"


def what_is_missing() -> str | None:
    """Why there can be no whole site here, in words; None if there can."""
    redis = None if shutil.which("redis-server") else "redis-server is not installed (apt-get install redis-server)"
    return nginx.what_is_missing() or redis or databases.what_is_missing("postgresql")


class AppServer:
    """A gunicorn of the shipped configuration, in a release of its own if it is told so."""

    def __init__(self, bind: str, environment: dict[str, str], log: Path, release: Path = ROOT) -> None:
        self.bind, self._environment, self._log, self._release = bind, environment | {"WEB_BIND": bind}, log, release
        self.start()

    def start(self, *options: str) -> None:
        # Of this interpreter; an operator's comes from the release's .venv.
        own = self._release / "deploy" / "gunicorn.conf.py"
        chdir = ["--chdir", str(self._release), "-c", str(own if own.exists() else CONF)]
        command = [sys.executable, "-m", "gunicorn", *chdir, *options, "wsgi:app"]
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd="/", env=self._environment, stdout=log, stderr=log)
        self._wait()

    @property
    def said(self) -> list[str]:
        """Its log, line by line."""
        return self._log.read_text().splitlines()

    @property
    def workers(self) -> list[int]:
        """The ids of its processes."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def reload(self) -> None:
        """SIGHUP, until none of the processes before is left."""
        before = set(self.workers)
        self.process.send_signal(signal.SIGHUP)
        wait_until(lambda: self.workers and not before & set(self.workers))

    def move_to(self, release: Path) -> None:
        """Stop, and start another release."""
        self.stop()
        self._release = release
        self.start()

    def kill(self) -> None:
        """Pull the plug."""
        for pid in [self.process.pid, *self.workers]:
            os.kill(pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()

    def _wait(self) -> None:
        wait_until(lambda: answers(self.bind) or self.process.poll() is not None)
        assert self.process.poll() is None, self._log.read_text()


def answers(bind: str) -> bool:
    """Whether anybody listens at `unix:<path>` or `<address>:<port>`."""
    host, _colon, port = bind.rpartition(":")
    kind, place = (AF_UNIX, port) if host == "unix" else (AF_INET, (host, int(port)))
    with socket(kind) as line:
        return line.connect_ex(place) == 0


def wait_until(true) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"not within {STARTS_WITHIN} s")
        time.sleep(0.05)


class Site:
    """What runs, and how to ask it."""

    def __init__(self, front: nginx.Front, servers: list[AppServer], environment: dict[str, str]) -> None:
        self.front, self.servers, self.environment = front, servers, environment
        self.trust = ssl.create_default_context(cafile=str(front.folder / "ca.crt"))

    def connect(self, timeout: float = 20) -> HTTPSConnection:
        """A line to nginx, whose certificate is checked."""
        line = HTTPSConnection(HOST, timeout=timeout, context=self.trust)
        line.sock = self.trust.wrap_socket(self.dial(timeout), server_hostname=HOST)
        return line

    def dial(self, timeout: float = 20) -> socket:
        return create_connection(("127.0.0.1", self.front.https), timeout)

    def ask(self, method: str, path: str, body: bytes | None = None, /, **headers: str):
        """One request on a line of its own: the answer, and its body."""
        line = self.connect()
        try:
            line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = line.getresponse()
            return answer, answer.read()
        finally:
            line.close()

    @property
    def chromium_arguments(self) -> list[str]:
        """Lead the browser here, and let it trust this certificate and no other."""
        key = fingerprint_of_key(self.front.folder)
        return [
            f"--host-resolver-rules=MAP {HOST}:443 127.0.0.1:{self.front.https}",
            f"--ignore-certificate-errors-spki-list={key}",
        ]


def settings(folder: Path, database: str, redis: str, **own: str) -> dict[str, str]:
    """What the operator's .env says."""
    production = {
        "FLASK_CONFIG": "production",
        "SECRET_KEY": STRONG_KEY,
        "SERVER_NAME": HOST,
        "FLASKY_PROXIES": "1",
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "PROMETHEUS_MULTIPROC_DIR": "",
    }
    return plain_environment(**(production | own))


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """A Redis of our own; its URL."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            wait_until(lambda: answers(f"127.0.0.1:{port}"))
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            process.terminate()


def write_public(environment: dict[str, str], folder: Path) -> Path:
    """The static files, ready-made, as deploy/release makes them."""
    command = [str(ROOT / "deploy" / "static"), str(folder / "public")]
    subprocess.run(command, cwd=ROOT, env=environment | {"PYTHON": sys.executable}, check=True, capture_output=True)
    return folder / "public"


@contextmanager
def running(folder: Path, *, servers: int = 1, **own: str) -> Iterator[Site]:
    """One nginx before so many application servers, over one Redis and one PostgreSQL, or what DATABASE_URL names."""
    with ExitStack() as stack:
        database = own.get("DATABASE_URL") or stack.enter_context(
            databases.own_database(databases.SERVERS["postgresql"], "site")
        )
        environment = settings(folder, database, stack.enter_context(redis_server(folder)), **own)
        deploy(environment)
        public = write_public(environment, folder)
        binds = [f"unix:{folder}/web.sock"] if servers == 1 else [f"127.0.0.1:{free_port()}" for _ in range(servers)]
        running = []
        for number, bind in enumerate(binds):
            running.append(AppServer(bind, environment, folder / f"gunicorn{number}.log"))
            stack.callback(running[-1].stop)
        front = stack.enter_context(nginx.running(folder, binds, public))
        site = Site(front, running, environment)
        warm_up(site)
        yield site


def warm_up(site: Site) -> None:
    """The first page of each process compiles its templates; what is timed comes after that."""
    for _ in range(4 * len(site.servers)):
        answer, _ = site.ask("GET", "/auth/login")
        assert answer.status == 200
