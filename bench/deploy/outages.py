"""What may happen to a database server, under load: what is answered, how soon, and when all is well again.

Each server is our own. Only root may drop its packets and mount its small disk.
"""

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http import HTTPStatus
from itertools import count
from pathlib import Path

from sqlalchemy import make_url

from bench.deploy.serving import whole_site
from bench.faults.outages import on_a_small_disk, that_can_vanish
from tests.support.databases import SERVERS, kill_connections
from tests.support.load import Load
from tests.support.people import PASSWORD
from tests.support.site import Site
from tests.support.visitor import Answer, Visitor

LASTS, RECOVERS_WITHIN = 12, 60  # seconds
AFTERWARDS = 200  # requests, of which none may fail
GOOD = {HTTPStatus.OK, HTTPStatus.SEE_OTHER}
PAGE = "<h1>Back in a moment</h1>"
numbers = count(1)
Act = Callable[[], None]


def main() -> None:
    for kind in SERVERS:
        with folder() as place, that_can_vanish(kind, place) as (url, vanish, come_back), site(url) as running:
            with dropping(url) as (drop, let_through):
                tell(running, f"{kind}: packets dropped", drop, let_through)
            tell(running, f"{kind}: back ends killed", lambda url=url: kill_connections(url), lambda: None)
            tell(running, f"{kind}: kill -9 of the server", vanish, come_back)
        with folder() as place, on_a_small_disk(kind, place) as (url, disk, revive), site(url) as running:
            tell(running, f"{kind}: disk full", disk.fill, both(disk.free, revive))


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)  # the servers' users have parts of it
        yield Path(name)


def site(url: str) -> AbstractContextManager[Site]:
    return whole_site(DATABASE_URL=url)


@contextmanager
def dropping(url: str) -> Iterator[tuple[Act, Act]]:
    """From now on the network swallows what goes to the server and what comes from it; and no longer."""
    port = str(make_url(url).port)
    rules = [["INPUT", "-p", "tcp", f"--{side}", port, "-j", "DROP"] for side in ("dport", "sport")]

    def change(how: str) -> None:
        for rule in rules:
            subprocess.run(["iptables", how, *rule], check=how == "-I", capture_output=True)

    try:
        yield lambda: change("-I"), lambda: change("-D")
    finally:
        change("-D")


def both(first: Act, second: Act) -> Act:
    def act() -> None:
        first()
        second()

    return act


def tell(running: Site, what: str, begin: Act, end: Act) -> None:
    """Let it happen for a while, in the midst of visits, and end it."""
    workers = running.servers[0].workers
    with Load(running, look_and_register, visitors=8) as visitors:
        visitors.wait_for(100)
        begin()
        time.sleep(LASTS)
        end()
        ended, seen = time.monotonic(), len(visitors.asked)
        while not well(visitors, seen):
            if time.monotonic() > ended + RECOVERS_WITHIN:
                break
            time.sleep(0.05)
        back, seen = time.monotonic() - ended, len(visitors.asked)
        visitors.wait_for(AFTERWARDS)
    later = [one.status for one in visitors.asked[seen:] if one.status not in GOOD]
    print(f"   {what}: {dict(visitors.counted)}, slowest {visitors.slowest(1):.1f} s;")
    print(f"      well again after {back:.1f} s, then {len(later)} of {len(visitors.asked) - seen} failed;", end=" ")
    print("by the same processes" if running.servers[0].workers == workers else "BY OTHER PROCESSES", flush=True)


def well(visitors: Load, seen: int) -> bool:
    """Whether a page was read and an account made since."""
    return {one.status for one in visitors.asked[seen:]} >= GOOD


def look_and_register(visitor: Visitor, _number: int) -> Iterator[tuple[str, int | str]]:
    """A page that needs the database, and an account."""
    yield "GET", judged(visitor.get("/user/nobody"))
    page = visitor.get("/auth/register")
    yield "GET", judged(page)
    if token := page.csrf_token:
        name = f"visitor{next(numbers)}"
        fields = {"email": f"{name}@example.com", "username": name, "password": PASSWORD, "password2": PASSWORD}
        yield "POST", judged(visitor.post("/auth/register", csrf_token=token, **fields))


def judged(answer: Answer) -> int | str:
    """The status, nobody's page being as good as somebody's; in words where a 503 is not what it should be."""
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE and not (answer.retry_after and PAGE in answer.text):
        return "503 without Retry-After or in no frame"
    return HTTPStatus.OK if answer.status == HTTPStatus.NOT_FOUND else answer.status
