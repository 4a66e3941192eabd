"""Reports to Sentry: what broke and where, never who or with what."""

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from app import sentry
from tests.support.apps import make_app
from tests.support.settings import ROOT, plain_environment

PATIENCE = 60  # seconds
CANARIES = ["canary-token", "canary-cookie", "canary-password", "canary-header", "canary-query", "ada@example.com"]
# A process of its own, because the library can be started once.
BREAK = """
import sentry_sdk
from flask import request
from wsgi import app

@app.post("/fail/<token>", endpoint="fail")
def fail(token):
    password = request.form["password"]
    return 1 / 0

app.config.update(WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
visitor = app.test_client()
visitor.set_cookie("remember_token", "canary-cookie", domain="127.0.0.1")
visitor.post(
    "/fail/canary-token?q=canary-query",
    data={"password": "canary-password", "email": "ada@example.com"},
    headers={"X-Canary": "canary-header", "Authorization": "Bearer canary-token"},
)
sentry_sdk.flush(timeout=20)
"""


class Taker(BaseHTTPRequestHandler):
    """Takes reports as Sentry does."""

    taken: list[str]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append((gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body).decode())
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def taking() -> Iterator[tuple[str, list[str]]]:
    taken: list[str] = []
    server = HTTPServer(("127.0.0.1", 0), type("TakerOfThis", (Taker,), {"taken": taken}))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://key@127.0.0.1:{server.server_port}/1", taken
    finally:
        server.shutdown()
        server.server_close()


def test_a_report_says_what_and_where_but_not_who(tmp_path):
    with taking() as (address, taken):
        environment = plain_environment(
            FLASK_CONFIG="development",
            DEV_DATABASE_URL=f"sqlite:///{tmp_path / 'empty.sqlite'}",
            SENTRY_DSN=address,
        )
        subprocess.run([sys.executable, "-c", BREAK], cwd=ROOT, env=environment, check=True, timeout=PATIENCE)
    reports = [json.loads(line) for text in taken for line in text.splitlines() if '"exception"' in line]
    faults = [report["exception"]["values"][-1]["type"] for report in reports]

    assert (faults, [one for one in CANARIES if one in "".join(taken)]) == (["ZeroDivisionError"], [])
    assert ("request" in reports[0], len(reports[0]["tags"]["request_id"])) == (False, 32)


def test_without_its_package_the_site_says_so_and_starts(monkeypatch, caplog):
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)  # to import it then is an error
    make_app(SENTRY_DSN="https://key@sentry.example.com/1")

    assert [record.message for record in caplog.records] == [sentry.MISSING]


@pytest.mark.parametrize("dsn", [None, ""])
def test_without_an_address_it_is_not_even_loaded(monkeypatch, dsn):
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)

    assert make_app(SENTRY_DSN=dsn).config["SENTRY_DSN"] == dsn
