"""What no browser sends, sent to gunicorn itself: refused at once, without a fault or a growing memory."""

import re
import socket
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.mailserver import free_port
from tests.support.servers import STRONG_KEY, deploy, gunicorn, running
from tests.support.settings import plain_environment

PATIENCE = 10  # seconds
AT_ONCE = 5  # seconds, on a machine that is busy with other tests
MEGABYTE = 1 << 20
GROWTH = 20 * MEGABYTE
HEAD = "Host: 127.0.0.1\r\nConnection: close\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
POST = f"POST /auth/login HTTP/1.1\r\n{HEAD}{FORM}"
GET = f"GET / HTTP/1.1\r\n{HEAD}"
FIELDS = "&".join(f"a{number}=1" for number in range(10_000))

REFUSED = {
    "a thousand headers": GET + "".join(f"X-{number}: 1\r\n" for number in range(1000)) + "\r\n",
    "a header of a megabyte": GET + f"X-Long: {'x' * MEGABYTE}\r\n\r\n",
    "an address of a megabyte": f"GET /{'x' * MEGABYTE} HTTP/1.1\r\n{HEAD}\r\n",
    "a body said to be of 64 MB": f"{POST}Content-Length: {64 * MEGABYTE}\r\n\r\na=1",
    "ten thousand fields": f"{POST}Content-Length: {len(FIELDS)}\r\n\r\n{FIELDS}",
    "two lengths": f"{POST}Content-Length: 3\r\nContent-Length: 30\r\n\r\na=1",
    "a length and chunks": f"{POST}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a length of nothing": f"{POST}Content-Length: \r\n\r\n",
    "a negative length": f"{POST}Content-Length: -1\r\n\r\n",
    "a length with a sign": f"{POST}Content-Length: +3\r\n\r\na=1",
    "a length in words": f"{POST}Content-Length: 0x3\r\n\r\na=1",
    "chunks of rubbish": f"{POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "chunks by another name": f"{POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a blank before the colon": GET + "Content-Length : 3\r\n\r\n",
    "NUL in a header": GET + "X-Nul: a\0b\r\n\r\n",
    "NUL in the address": f"GET /\0 HTTP/1.1\r\n{HEAD}\r\n",
    "a folded header": GET + "X-Folded: a\r\n b\r\n\r\n",
    "no host of ours": "GET / HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n",
    "no HTTP": "rubbish\r\n\r\n",
}
TAKEN = {
    "forged forwarding": "X-Forwarded-For: 192.0.2.66\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil.test\r\n"
    "Forwarded: for=192.0.2.66;host=evil.test;proto=https\r\n",
    "underscores": "X_Forwarded_For: 192.0.2.66\r\nREMOTE_ADDR: 192.0.2.66\r\nRemote-User: root\r\n"
    "X_Forwarded_Proto: https\r\n",
}


class Site(NamedTuple):
    """A gunicorn of production, with what it writes."""

    port: int
    log: Path

    def ask(self, request: str) -> tuple[int, float]:
        """The status of the answer and how long it took; 0 for a line that was cut without one."""
        begin = time.monotonic()
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as line:
            with suppress(ConnectionError):  # it may answer before it has read everything
                line.sendall(request.encode("latin-1"))
            answer = receive(line)
        found = re.match(rb"HTTP/1\.\d (\d{3})", answer)
        return int(found[1]) if found else 0, time.monotonic() - begin

    def memory(self) -> int:
        """What its processes hold, in bytes."""
        mine = [path for path in Path("/proc").glob("[0-9]*/cmdline") if f":{self.port}".encode() in read(path)]
        sizes = [re.search(rb"VmRSS:\s+(\d+)", read(path.with_name("status"))) for path in mine]
        return sum(int(size[1]) * 1024 for size in sizes if size)


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # the process has ended
        return b""


def receive(line: socket.socket) -> bytes:
    try:
        return line.recv(MEGABYTE)
    except ConnectionError:
        return b""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder, port = tmp_path_factory.mktemp("floods"), free_port()
    environment = plain_environment(
        FLASK_CONFIG="",
        SECRET_KEY=STRONG_KEY,
        SERVER_NAME="flasky.test",
        DATABASE_URL=f"sqlite:///{folder / 'live.sqlite'}",
    )
    deploy(environment)
    log = folder / "log"
    command = gunicorn(port, "--threads", "4", "--log-file", str(log), "--capture-output")
    with running(command, environment, f"http://127.0.0.1:{port}/healthz"):
        yield Site(port, log)


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_at_once(site, name):
    status, seconds = site.ask(REFUSED[name])

    assert (status == 0 or 400 <= status < 500 or status == 501, seconds < AT_ONCE) == (True, True), status


@pytest.mark.parametrize("name", TAKEN)
def test_a_header_that_claims_something_changes_nothing(site, name):
    status, _ = site.ask(GET + TAKEN[name] + "\r\n")

    assert (status, "192.0.2.66" in site.log.read_text(), "evil.test" in site.log.read_text()) == (200, False, False)


def test_bodies_that_are_really_sent_are_not_kept(site):
    site.ask(GET + "\r\n")
    before = site.memory()
    for _ in range(3):
        status, _ = site.ask(f"{POST}Content-Length: {64 * MEGABYTE}\r\n\r\n" + "x" * 64 * MEGABYTE)
        assert status in {0, 413}  # 0: the line was cut while we were still sending

    assert (before > 0, site.memory() - before < GROWTH) == (True, True)


def test_nothing_of_it_was_a_fault_of_ours(site):
    for request in REFUSED.values():
        site.ask(request)

    assert ("Traceback" in site.log.read_text(), site.ask(GET + "\r\n")[0]) == (False, 200)
