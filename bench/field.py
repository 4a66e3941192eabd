"""The field: who is measured, and how each is started on loopback, all with the same gunicorn.

With threads gunicorn's worker is gthread, of which ours ship a subclass in their configuration.
"""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from server import ROOT
from visitor import Visitor

BENCH = ROOT / "bench"
PEERS = BENCH / ".venv"
FIRST_PORT, MAIL_PORT, NO_PORT = 5400, 5399, 9
GUNICORN = [
    "-m",
    "gunicorn",
    "--no-control-socket",
    "-w",
    "2",
    "--threads",
    "8",
    "--worker-connections",
    "16",
    "--max-requests",
    "0",
]
OUR_CONFIG = ["-c", str(ROOT / "deploy" / "gunicorn.conf.py")]
PASSWORD2 = {"password2": "password"}


@dataclass(frozen=True)
class Contender:
    """One way to make the same pages, and what its forms call their fields."""

    name: str
    python: str = sys.executable
    identifier: str = "email"
    token: str = "csrf_token"  # noqa: S105 - a field's name
    new_password: tuple[str, str] = ("password", "password2")
    options: list[str] = field(default_factory=list)
    first: tuple[str, ...] = ()  # what to run before the accounts are made

    @property
    def is_ours(self) -> bool:
        return bool(self.options)


DEPLOY = ("-m", "flask", "--app", "wsgi", "deploy")
THEIRS = str(PEERS / "bin" / "python")
FIELD = {
    contender.name: contender
    for contender in (
        Contender("limit"),
        Contender("plain", THEIRS),
        Contender("flask_security", THEIRS, new_password=("password", "password_confirm")),
        Contender("allauth", THEIRS, "login", "csrfmiddlewaretoken", ("password1", "password2")),
        Contender("ours", options=OUR_CONFIG, first=DEPLOY),
        Contender("unbounded", options=OUR_CONFIG, first=DEPLOY),
    )
}


@dataclass(frozen=True)
class Server:
    """A contender at work."""

    contender: Contender
    port: int
    accounts: int
    process: subprocess.Popen[bytes]

    def visitor(self, number: int = 0) -> Visitor:
        """Somebody from a network of their own."""
        return Visitor(f"10.{number // 250 % 250}.{number % 250}.7", self.port, self.contender.token)

    def sign_in_fields(self, number: int) -> dict[str, str]:
        from contenders.people import PASSWORD  # noqa: PLC0415

        return {self.contender.identifier: f"person{number}@example.org", "password": PASSWORD}


def install_peers() -> None:
    """Into an environment of their own: nothing of ours needs them. A stamp tells that it is whole."""
    wanted, stamp = (BENCH / "peers.txt").read_text(), PEERS / "installed.txt"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    print("Installing the peers into bench/.venv ...", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", "--clear", PEERS], check=True)
    install = [THEIRS, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, "-r", BENCH / "peers.txt"], check=True)
    stamp.write_text(wanted)


def environment(port: int, database: Path, extra: dict[str, str]) -> dict[str, str]:
    """Ours read the settings of production, the others DATABASE and MAIL_PORT."""
    own = {
        "FLASK_CONFIG": "production",
        "SECRET_KEY": secrets.token_hex(32),
        "SERVER_NAME": f"127.0.0.1:{port}",
        "PREFERRED_URL_SCHEME": "http",
        "DATABASE_URL": f"sqlite:///{database}",
        "FLASKY_PROXIES": "1",
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": str(NO_PORT),
        "PYTHONPATH": f"{BENCH}:{ROOT}",
        "DATABASE": str(database),
    }
    return {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}} | own | extra


@contextmanager
def serving(name: str, accounts: int = 1000, place: int = 0, **extra: str) -> Iterator[Server]:
    """Prepare a database with so many accounts, and serve until the block ends."""
    contender = FIELD[name]
    port = FIRST_PORT + place
    with tempfile.TemporaryDirectory() as folder:
        settings = environment(port, Path(folder) / "bench.sqlite", extra)
        prepare(contender, accounts, settings)
        with running(contender, port, settings) as process:
            yield Server(contender, port, accounts, process)


def prepare(contender: Contender, accounts: int, settings: dict[str, str]) -> None:
    if contender.name == "limit":
        return
    seed = f"from contenders import {contender.name}; {contender.name}.seed({accounts})"
    for arguments in filter(None, (contender.first, ("-c", seed))):
        subprocess.run([contender.python, *arguments], cwd=ROOT, env=settings, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def running(contender: Contender, port: int, settings: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """gunicorn, from its first answer on."""
    command = [contender.python, *GUNICORN, *contender.options, "-b", f"127.0.0.1:{port}"]
    command += ["--log-level", "error", f"contenders.{contender.name}:app"]
    with log_of(settings).open("a") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=settings, stderr=log)
    try:
        wait_for_answer(port)
        yield process
    finally:
        process.terminate()
        process.wait()


def log_of(settings: dict[str, str]) -> Path:
    """Where a contender writes its lines: to a file beside its database, gone with it."""
    return Path(settings["DATABASE"]).with_suffix(".log")


def wait_for_answer(port: int) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            Visitor("10.0.0.1", port).get("/auth/login")
        except ConnectionError:
            time.sleep(0.005)
        else:
            return
    raise TimeoutError(f"nobody answered on port {port} within 20 s")


@contextmanager
def serving_all(names: list[str], accounts: int = 1000, **extra: str) -> Iterator[list[Server]]:
    """All at once, each on a port of its own: who is not asked costs nothing."""
    with ExitStack() as stack:
        yield [stack.enter_context(serving(name, accounts, place, **extra)) for place, name in enumerate(names)]


@contextmanager
def slow_mail(seconds: float) -> Iterator[None]:
    """A mail server that takes its time for each mail."""
    process = subprocess.Popen([sys.executable, BENCH / "slow_mail.py", str(MAIL_PORT), str(seconds)])
    try:
        yield
    finally:
        process.terminate()
        process.wait()
