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


def settings(folder: str, extra: dict[str, str]) -> dict[str, str]:
    return (
        os.environ
        | {
            "FLASK_CONFIG": "production",
            "SECRET_KEY": secrets.token_hex(32),
            "SERVER_NAME": f"127.0.0.1:{PORT}",
            "PREFERRED_URL_SCHEME": "http",
            "DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/bench.sqlite",
            "FLASKY_PROXIES": "1",
            "PYTHONPATH": str(ROOT),
        }
        | extra
    )


@contextmanager
def serving(seed: str, *arguments: str, **extra: str) -> Iterator[None]:
    """Deploy, run the seed's Python with its arguments, and serve until the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        environment = settings(folder, extra)
        deploy = [sys.executable, "-m", "flask", "--app", "wsgi", "deploy"]
        for preparation in (deploy, [sys.executable, "-c", seed, *arguments]):
            subprocess.run(preparation, cwd=ROOT, env=environment, check=True, capture_output=True)
        command = [sys.executable, "-m", "gunicorn", "--no-control-socket", "--threads", "8", "-b", f"127.0.0.1:{PORT}"]
        server = subprocess.Popen([*command, "--log-level", "warning", "wsgi:app"], cwd=ROOT, env=environment)
        try:
            wait_for_port()
            yield
        finally:
            server.terminate()
            server.wait()


def wait_for_port() -> None:
    for _attempt in range(200):
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", PORT)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("gunicorn did not open its port within 10 s")


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

    def _ask(self, method: str, page: str, body: str | None) -> tuple[int, str]:
        headers = {"X-Forwarded-For": self.address, "Content-Type": "application/x-www-form-urlencoded"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        answer = self._answer(method, page, body, headers)
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, answer.read().decode()

    def _answer(self, method: str, page: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        """The server may have hung up an idle line; then a new one is opened, once."""
        try:
            self._line.request(method, page, body, headers)
            return self._line.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self._line.close()
            self._line.request(method, page, body, headers)
            return self._line.getresponse()
