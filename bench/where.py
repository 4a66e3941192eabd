"""Where the time of a page goes: the application without a server, on the thread's own clock.

    .venv/bin/python bench/where.py [REQUESTS]

That clock does not count what else the machine does. Prints microseconds a request, then the dearest
functions: what each takes with all that it calls, by itself, and how often it is called.
"""

import cProfile
import pstats
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from field import DEPLOY, FIRST_PORT, ROOT, environment
from flask import Flask
from visitor import TOKEN
from werkzeug.test import run_wsgi_app

URL = f"http://127.0.0.1:{FIRST_PORT}"
PAGES = {"sign-in page": "/auth/login", "signed-in home": "/"}
DEAREST, ROUNDS, PROFILED = 60, 5, "--profiled"


def main(requests: str = "1000") -> None:
    """Prepare a database, then profile in a process that has production's settings."""
    with tempfile.TemporaryDirectory() as folder:
        settings = environment(FIRST_PORT, Path(folder) / "bench.sqlite", {})
        for arguments in (DEPLOY, (__file__, requests, PROFILED)):
            subprocess.run([sys.executable, *arguments], cwd=ROOT, env=settings, check=True, stderr=subprocess.DEVNULL)


def profile(requests: int) -> None:
    from contenders.ours import app, seed  # noqa: PLC0415 - reads the settings that main has made
    from contenders.people import PASSWORD  # noqa: PLC0415

    seed(100)
    client = app.test_client()
    for name, page in PAGES.items():
        if page == "/":
            token = TOKEN.search(client.get("/auth/login", base_url=URL).text)
            fields = {"email": "person1", "password": PASSWORD, "csrf_token": token[1] if token else ""}
            client.post("/auth/login", data=fields, base_url=URL)
        client.get(page, base_url=URL)
        report(name, partial(answer, app, client.get(page, base_url=URL).request.environ), requests)


def answer(app: Flask, environ: dict[str, Any]) -> int:
    """The length of the page for this visitor, asked without a server and without a client."""
    fresh = {key: value for key, value in environ.items() if key.isupper() or key.startswith("wsgi.")}
    body, status, _headers = run_wsgi_app(app, fresh, buffered=True)
    if status != "200 OK":
        raise RuntimeError(f"the page answered {status}")
    return sum(map(len, body))


def report(name: str, visit: Callable[[], int], requests: int) -> None:
    size = visit()
    took = statistics.median(microseconds(visit, requests // ROUNDS) for _round in range(ROUNDS))
    print(f"\n{name}: {took:.0f} microseconds, {size} bytes\n")
    measured = cProfile.Profile(time.thread_time)
    for _number in range(requests):
        measured.runcall(visit)
    stats: Any = pstats.Stats(measured)
    dearest = sorted(stats.stats.items(), key=lambda function: -function[1][3])[:DEAREST]
    for (file, line, function), (_primitive, calls, own, whole, _callers) in dearest:
        place = file.rpartition("site-packages/")[2].removeprefix(f"{ROOT}/")
        shares = f"{whole / stats.total_tt:6.1%} {own / stats.total_tt:6.1%} {calls / requests:6.1f} x"
        print(f"{shares}  {place}:{line} {function}")


def microseconds(visit: Callable[[], int], requests: int) -> float:
    begun = time.thread_time()
    for _number in range(requests):
        visit()
    return (time.thread_time() - begun) / requests * 1e6


if __name__ == "__main__":
    if PROFILED in sys.argv:
        profile(int(sys.argv[1]))
    else:
        main(*sys.argv[1:])
