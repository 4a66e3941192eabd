"""Can a stopwatch tell which addresses have accounts? Prints AUC values: 0.5 is a coin, 1.0 a yes.

    python bench/no_telling.py [ROUNDS]

Starts gunicorn on loopback with production settings over a fresh database, then posts to sign-in,
register and reset for addresses that are unknown, known, unconfirmed and disabled, in turn and in
random order, each address once. The mail server named in the settings does not exist.
"""

import http.client
import os
import random
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
PORT = 5390
KINDS = ("unknown", "known", "unconfirmed", "disabled")
PASSWORD = "a wrong but plausible one"  # noqa: S105 - nobody's
FORMS = {
    "/auth/login": lambda address, _number: {"email": address, "password": PASSWORD},
    "/auth/reset": lambda address, _number: {"email": address},
    "/auth/register": lambda address, number: {
        "email": address,
        "username": f"fresh{number}",
        "password": PASSWORD,
        "password2": PASSWORD,
    },
}


def settings(folder: str) -> dict[str, str]:
    return os.environ | {
        "FLASK_CONFIG": "production",
        "SECRET_KEY": secrets.token_hex(32),
        "SERVER_NAME": f"127.0.0.1:{PORT}",
        "PREFERRED_URL_SCHEME": "http",
        "DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/bench.sqlite",
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": "9",
        "RATELIMIT_ENABLED": "0",
        "FLASKY_PROXIES": "1",
    }


SEED = """
import sys
from datetime import UTC, datetime
from app import clock, db, passwords
from app.models import User
from wsgi import app
with app.app_context():
    secret = passwords.hash_password("correct horse battery")
    for kind in ("known", "unconfirmed", "disabled"):
        for page in ("login", "reset", "register"):
            for number in range(int(sys.argv[1])):
                name = f"{kind}.{page}.{number}"
                user = User(email=f"{name}@example.org", username=name, password_hash=secret)
                user.confirmed = kind != "unconfirmed"
                user.disabled_at = clock.now() if kind == "disabled" else None
                db.session.add(user)
    db.session.commit()
"""


class Stopwatch:
    """One keep-alive connection that carries one session's cookie and token."""

    def __init__(self) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        self._line.request("GET", "/auth/login")
        answer = self._line.getresponse()
        self._cookie = answer.headers["Set-Cookie"].partition(";")[0]
        self._token = re.search(r'name="csrf_token" value="([^"]+)"', answer.read().decode()).group(1)

    def post(self, page: str, fields: dict[str, str], network: int) -> tuple[float, int]:
        """Seconds and status of one POST from a network of its own."""
        headers = {
            "Cookie": self._cookie,
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": f"10.{network // 250 % 250}.{network % 250}.7",
        }
        body = urlencode(fields | {"csrf_token": self._token})
        begun = time.perf_counter()
        self._line.request("POST", page, body, headers)
        answer = self._line.getresponse()
        answer.read()
        return time.perf_counter() - begun, answer.status


def auc(lower: list[float], higher: list[float]) -> float:
    """How often a value of the second list beats one of the first (Mann-Whitney U over n times m)."""
    ranked = sorted([(value, 0) for value in lower] + [(value, 1) for value in higher])
    ranks = sum(rank for rank, (_value, group) in enumerate(ranked, 1) if group)
    return (ranks - len(higher) * (len(higher) + 1) / 2) / (len(lower) * len(higher))


def measure(rounds: int) -> None:
    watch = Stopwatch()
    for page, fields in FORMS.items():
        times: dict[str, list[float]] = defaultdict(list)
        statuses = defaultdict(set)
        for number in range(rounds):
            for kind in random.sample(KINDS, len(KINDS)):
                serial = number * len(KINDS) + KINDS.index(kind)
                address = f"{kind}.{page.rpartition('/')[2]}.{number}@example.org"
                seconds, status = watch.post(page, fields(address, serial), serial)
                times[kind].append(seconds)
                statuses[kind].add(status)
        for kind in KINDS[1:]:
            print(f"{page:15} unknown against {kind:12} AUC {auc(times['unknown'], times[kind]):.3f}  {statuses[kind]}")
        medians = {kind: round(sorted(values)[len(values) // 2] * 1000, 2) for kind, values in times.items()}
        print(f"{page:15} medians in ms: {medians}")


def main(rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = settings(folder)
        run = {"cwd": ROOT, "env": environment, "check": True}
        subprocess.run([sys.executable, "-m", "flask", "--app", "wsgi", "deploy"], **run, capture_output=True)
        subprocess.run([sys.executable, "-c", SEED, str(rounds)], **run, capture_output=True)
        command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--threads", "4", "-b", f"127.0.0.1:{PORT}"]
        server = subprocess.Popen([*command, "--log-level", "warning", "wsgi:app"], cwd=ROOT, env=environment)
        try:
            time.sleep(3)
            measure(rounds)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
