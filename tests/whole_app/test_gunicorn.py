"""`gunicorn -w 2 wsgi:app`: the application as an operator starts it."""

import subprocess
from urllib.request import Request, urlopen

from tests.support.mailserver import free_port
from tests.support.servers import STRONG_KEY, deploy, gunicorn, running
from tests.support.settings import ROOT, plain_environment


def refusal(**settings: str):
    environment = plain_environment(FLASK_CONFIG="", **settings)
    run = subprocess.run(
        gunicorn(free_port(), "-w", "2"),
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    return run.returncode > 0, [
        name for name in ("SECRET_KEY", "SERVER_NAME") if f"{name} must be" in run.stdout + run.stderr
    ]


def test_it_refuses_a_weak_key_and_a_missing_host_by_name():
    assert refusal(SECRET_KEY="weak") == (True, ["SECRET_KEY", "SERVER_NAME"])


def test_it_refuses_a_weak_key_alone():
    assert refusal(SECRET_KEY="weak", SERVER_NAME="accounts.example.com") == (True, ["SECRET_KEY"])


def test_it_serves_with_a_good_one(tmp_path):
    port = free_port()
    environment = plain_environment(
        FLASK_CONFIG="",
        SECRET_KEY=STRONG_KEY,
        SERVER_NAME="accounts.example.com",
        DATABASE_URL=f"sqlite:///{tmp_path / 'live.sqlite'}",
    )
    deploy(environment)
    url = f"http://127.0.0.1:{port}/"
    request = Request(url, headers={"Host": "accounts.example.com"})
    with running(gunicorn(port, "-w", "2"), environment, url), urlopen(request, timeout=10) as answer:  # noqa: S310 - our own URL
        assert (answer.status, b"Hello, stranger!" in answer.read()) == (200, True)
