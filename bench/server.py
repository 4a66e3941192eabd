"""A server of our own on loopback for the measurements: gunicorn, production settings, a fresh database."""

import http.client
import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
PORT = 5390


def settings(port: int, **extra: str) -> dict[str, str]:
    return (
        os.environ
        | {
            "FLASK_CONFIG": "production",
            "SECRET_KEY": secrets.token_hex(32),
            "SERVER_NAME": f"127.0.0.1:{port}",
            "PREFERRED_URL_SCHEME": "http",
            "FLASKY_PROXIES": "1",
            "PYTHONPATH": str(ROOT),
        }
        | extra
    )


def run(environment: dict[str, str], *arguments: str) -> None:
    """Run Python with these arguments to its end; it must succeed."""
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True, capture_output=True)


def deploy(environment: dict[str, str]) -> None:
    run(environment, "-m", "flask", "--app", "wsgi", "deploy")


def gunicorn(port: int, *options: str, application: str = "wsgi:app") -> list[str]:
    command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "-b", f"127.0.0.1:{port}"]
    return [*command, *options, "--log-level", "warning", application]


@contextmanager
def serving(seed: str, *arguments: str, **extra: str) -> Iterator[None]:
    """Deploy, run the seed's Python with its arguments, and serve until the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        database = os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/bench.sqlite"
        environment = settings(PORT, DATABASE_URL=database, **extra)
        deploy(environment)
        run(environment, "-c", seed, *arguments)
        server = subprocess.Popen(gunicorn(PORT, "--threads", "8"), cwd=ROOT, env=environment)
        try:
            wait_for_port(PORT)
            yield
        finally:
            server.terminate()
            server.wait()


def wait_for_port(port: int, within: float = 20) -> None:
    end = time.monotonic() + within
    while not answers(port):
        if time.monotonic() > end:
            raise TimeoutError(f"nobody opened port {port} within {within} s")
        time.sleep(0.05)


def answers(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
LANGUAGE = "en-US,en;q=0.5"


class Client:
    """A keep-alive connection that keeps its cookies, and one CSRF token for all its posts."""

    def __init__(self, address: str = "10.0.0.1", port: int = PORT) -> None:
        self.address = address
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._cookies: dict[str, str] = {}
        self.token = ""

    def get(self, page: str) -> int:
        """The status; the page's CSRF token is kept for the next post."""
        status, body = self._ask("GET", page, None)
        found = re.search(r'name="csrf_token" value="([^"]+)"', body)
        self.token = found.group(1) if found else self.token
        return status

    def post(self, page: str, **fields: str) -> int:
        return self._ask("POST", page, urlencode(fields | {"csrf_token": self.token}))[0]

    def close(self) -> None:
        self._line.close()

    def _ask(self, method: str, page: str, body: str | None) -> tuple[int, str]:
        headers = {"X-Forwarded-For": self.address, "User-Agent": AGENT, "Accept-Language": LANGUAGE}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        answer = self._answer(method, page, body, headers)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
            if not value:
                del self._cookies[name]
        return answer.status, answer.read().decode()

    def _answer(self, method: str, page: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        """The server may have hung up an idle line; then a new one is opened, once."""
        try:
            return self.ask_once(method, page, body, headers)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self._line.close()
            return self.ask_once(method, page, body, headers)

    def ask_once(self, method: str, page: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        self._line.request(method, page, body, headers)
        return self._line.getresponse()
