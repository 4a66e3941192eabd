"""Load: wrk replays prepared requests; a prober opens a new connection for each of its few."""

import http.client
import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus

from field import BENCH, Server

CONNECTIONS = 32  # twice as many as there are threads, and a process takes no more than half of them
WAITING = 32  # more than that, so that answers held back to one pace keep nobody idle
SIGNERS = 64  # accounts that sign in, from all over the table
LIMIT = {"limit"}
Page = Callable[[Server], list[str]]  # the requests for a page


class UnusableError(RuntimeError):
    """A contender did not do what it is measured for."""


def sign_in_page(server: Server) -> list[str]:
    """As somebody sees it who has been there before: the cookies are set, and the next answer sets none."""
    visitor = server.visitor()
    visitor.get("/auth/login")
    expect(visitor.get("/auth/login") == HTTPStatus.OK, server, "no sign-in page")
    return [visitor.request("/auth/login")]


def home(server: Server) -> list[str]:
    """The home page of several people who are signed in."""
    return [signed_in(server, number) for number in spread(server, CONNECTIONS)]


def signed_in(server: Server, number: int, page: str = "/") -> str:
    """The request for a page by that person."""
    visitor = server.visitor(number)
    if server.contender.name not in LIMIT:
        visitor.get("/auth/login")
        status = visitor.post("/auth/login", **server.sign_in_fields(number))
        expect(status in {302, 303}, server, f"sign-in answered {status}")
        visitor.get(page)
        visitor.get(page)
        expect(f"person{number}" in visitor.page, server, "the page is not its owner's")
    return visitor.request(page)


def profiles(server: Server) -> list[str]:
    return [server.visitor(number).request(f"/user/person{number}") for number in spread(server, SIGNERS)]


def sign_ins(server: Server) -> list[str]:
    """A sign-in of each of several people, from a browser in which they have signed in before."""
    return [sign_in(server, number) for number in spread(server, SIGNERS)]


def sign_in(server: Server, number: int) -> str:
    visitor = server.visitor(number)
    visitor.get("/auth/login")
    before = visitor.cookies
    fields = server.sign_in_fields(number)
    status = visitor.post("/auth/login", **fields)
    expect(status in {302, 303}, server, f"sign-in answered {status}")
    known = {name: value for name, value in visitor.cookies.items() if name == "browser"}
    return visitor.request("/auth/login", fields, before | known)


def on_new_connections(requests: list[str]) -> list[str]:
    """The same, each on a connection of its own, as nginx asks gunicorn."""
    return [request.replace("\r\n", "\r\nConnection: close\r\n", 1) for request in requests]


def spread(server: Server, count: int) -> range:
    return range(0, server.accounts, max(1, server.accounts // count))[:count]


def expect(fine: bool, server: Server, otherwise: str) -> None:  # noqa: FBT001 - what is expected
    if not fine:
        raise UnusableError(f"{server.contender.name}: {otherwise}")


def wrk(server: Server, requests: list[str], seconds: float, connections: int = CONNECTIONS) -> float:
    """How many answers a second came; all of them must be what they should be."""
    with loading(server, requests, seconds, connections) as running:
        said, _nothing = running.communicate()
    found = json.loads(said.rpartition("JSON ")[2])
    expect(not found["refused"] and not found["failed"], server, f"wrk says {found}")
    return float(found["rate"])


@contextmanager
def loading(server: Server, requests: list[str], seconds: float, connections: int) -> Iterator[subprocess.Popen[str]]:
    with tempfile.NamedTemporaryFile("w", newline="") as file:
        file.write("\0".join(requests))
        file.flush()
        command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "10s"]
        command += ["-s", str(BENCH / "replay.lua"), f"http://127.0.0.1:{server.port}", "--", file.name]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
            yield running


def probe(server: Server, request: str, seconds: float, rate: int = 20) -> list[float]:
    """Milliseconds until the whole answer is there, asked at a steady pace, each time on a new connection."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        running = []
        for tick in range(int(seconds * rate)):
            time.sleep(max(0.0, begun + tick / rate - time.perf_counter()))
            running.append(pool.submit(ask_once, server.port, request))
        return [one.result() for one in running]


def ask_once(port: int, request: str) -> float:
    page, *headers = request.strip().split("\r\n")
    begun = time.perf_counter()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", page.split()[1], headers=dict(header.split(": ", 1) for header in headers))
    answer = line.getresponse()
    answer.read()
    line.close()
    if answer.status != HTTPStatus.OK:
        raise UnusableError(f"the page answered {answer.status}")
    return (time.perf_counter() - begun) * 1000
