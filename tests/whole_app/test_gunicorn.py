"""`gunicorn -w 2 wsgi:app`: the application as an operator starts it."""

import json
import socket
import subprocess
from urllib.request import Request, urlopen

from tests.support.mailserver import free_port
from tests.support.servers import STRONG_KEY, deploy, gunicorn, running
from tests.support.settings import ROOT, plain_environment

BUSY = """
import os, threading
from app import hashing
from wsgi import app

MANY, for_ever = 400, threading.Event()

@app.get("/busy")
def busy():
    for _number in range(MANY):
        threading.Thread(target=hashing.run, args=(for_ever.wait,), daemon=True).start()
    while hashing.at_work() < MANY:
        os.sched_yield()
    return str(os.getpid())

@app.get("/who")
def who():
    return str(os.getpid())
"""
FORM = "Content-Type: application/x-www-form-urlencoded"


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


def production(folder) -> dict[str, str]:
    """The settings of a site that can be served, with a database that is ready."""
    database = f"sqlite:///{folder / 'live.sqlite'}"
    own = {
        "FLASK_CONFIG": "",
        "SECRET_KEY": STRONG_KEY,
        "SERVER_NAME": "accounts.example.com",
        "DATABASE_URL": database,
    }
    environment = plain_environment(**own)
    deploy(environment)
    return environment


def page(port: int, path: str = "/") -> Request:
    return Request(f"http://127.0.0.1:{port}{path}", headers={"Host": "accounts.example.com"})


def said(port: int, path: str) -> str:
    with urlopen(page(port, path), timeout=10) as answer:  # noqa: S310 - our own URL
        return answer.read().decode()


def test_it_serves_with_a_good_one(tmp_path):
    port = free_port()
    request = page(port)
    with (
        running(gunicorn(port, "-w", "2"), production(tmp_path), request.full_url),
        urlopen(request, timeout=10) as answer,  # noqa: S310 - our own URL
    ):
        assert (answer.status, b"Hello, stranger!" in answer.read()) == (200, True)


def test_all_that_it_says_in_production_is_lines_of_json_with_the_same_keys(tmp_path):
    port, log = free_port(), tmp_path / "log"
    options = ("-c", "deploy/gunicorn.conf.py", "--error-logfile", str(log))
    request = page(port)
    with running(gunicorn(port, *options), production(tmp_path), request.full_url):
        urlopen(request, timeout=10).close()  # noqa: S310 - our own URL

    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert {line["logger"] for line in lines} == {"gunicorn.error", "app.logs"}
    assert len({tuple(sorted(line)) for line in lines}) == 1


def test_a_process_whose_threads_are_all_at_work_leaves_new_visitors_to_the_others(tmp_path):
    port = free_port()
    environment = production(tmp_path) | {"WEB_WORKERS": "2", "WEB_THREADS": "1"}
    request = page(port)
    slow = f"POST / HTTP/1.1\r\nHost: {request.get_header('Host')}\r\nContent-Length: 100\r\n{FORM}\r\n\r\nname="
    with (
        running(gunicorn(port, "-c", "deploy/gunicorn.conf.py"), environment, request.full_url),
        socket.create_connection(("127.0.0.1", port)) as line,
    ):
        line.sendall(slow.encode())
        for _visitor in range(20):
            with urlopen(request, timeout=10) as answer:  # noqa: S310 - our own URL
                assert answer.status == 200


def test_a_process_that_hashes_leaves_new_visitors_to_the_others(tmp_path):
    port = free_port()
    (tmp_path / "busy.py").write_text(BUSY)
    environment = production(tmp_path) | {"WEB_WORKERS": "2", "PYTHONPATH": str(tmp_path)}
    command = [*gunicorn(port, "-c", "deploy/gunicorn.conf.py")[:-1], "busy:app"]
    with running(command, environment, page(port).full_url):
        busy = said(port, "/busy")
        others = {said(port, "/who") for _visitor in range(20)}

    assert busy not in others
