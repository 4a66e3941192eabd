"""Claim 4: no disk left, and no database; whoever is acknowledged is stored, all others get a 503."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf, isfinite
from pathlib import Path
from time import sleep

from sqlalchemy import make_url

from bench.faults import own_servers
from bench.faults.databases import execute
from bench.faults.load import SEE_OTHER, SERVICE_UNAVAILABLE, Crowd
from bench.faults.machine import waited
from bench.faults.own_servers import Disk
from bench.faults.report import Finding, Plan, count, delivered, seconds
from bench.faults.sink import sinking
from bench.faults.site import serving

SHARE = 5  # of the people in each outage
MEGABYTES = {"sqlite": 6, "postgresql": 24, "mariadb": 160}
TURNED_AWAY = 8  # people, until the outage is over
SHOWS_WITHIN, RECOVERS_WITHIN, AFTERWARDS = 300, 60, 120  # seconds
GONE_FOR = 3  # seconds, at least
ALLOWED = {SEE_OTHER, SERVICE_UNAVAILABLE}
Act = Callable[[], None]


class Locked:
    """An SQLite file that somebody else keeps to themselves for longer than anybody waits."""

    def __init__(self, url: str) -> None:
        self._file = make_url(url).database or ""
        self._holder: sqlite3.Connection | None = None

    def vanish(self) -> None:
        self._holder = sqlite3.connect(self._file, isolation_level=None, timeout=60, check_same_thread=False)
        self._holder.execute("BEGIN EXCLUSIVE")

    def come_back(self) -> None:
        if self._holder:
            self._holder.close()


@contextmanager
def on_a_small_disk(name: str, folder: Path) -> Iterator[tuple[str, Disk, Act]]:
    """The database's URL, its disk, and what makes it serve again if it has given up.

    PostgreSQL gives up by itself where its log has no room, so there only the tables are on the small disk.
    """
    with own_servers.disk(folder / "disk", MEGABYTES[name]) as disk:
        if name == "sqlite":
            yield f"sqlite:///{disk.folder / 'faults.sqlite'}", disk, lambda: None
        elif name == "mariadb":
            with own_servers.running(name, disk.folder / "data", folder / "mariadb.log") as server:
                yield own_servers.make(server), disk, server.revive
        else:
            with own_servers.running(name, folder / "data", folder / "postgresql.log") as server:
                tables = server.make_folder(disk.folder / "tables")
                execute(server.root_url, f"CREATE TABLESPACE small LOCATION '{tables}'")
                yield own_servers.make(server, "TABLESPACE small"), disk, server.revive


@contextmanager
def that_can_vanish(name: str, folder: Path) -> Iterator[tuple[str, Act, Act]]:
    if name == "sqlite":
        url = f"sqlite:///{folder / 'faults.sqlite'}"
        file = Locked(url)
        yield url, file.vanish, file.come_back
        return
    with own_servers.running(name, folder / "data", folder / "server.log") as server:
        yield own_servers.make(server), server.vanish, server.come_back


def full(plan: Plan) -> Iterator[Finding]:
    with on_a_small_disk(plan.database, plan.folder) as (url, disk, revive):

        def make_room() -> None:
            disk.free()
            revive()

        yield outage("disk full", plan, url, disk.fill, make_room)


def gone(plan: Plan) -> Iterator[Finding]:
    what = "database locked" if plan.database == "sqlite" else "kill -9 of the database server"
    with that_can_vanish(plan.database, plan.folder) as (url, vanish, come_back):
        yield outage(what, plan, url, vanish, come_back)


def outage(what: str, plan: Plan, url: str, begin: Act, end: Act) -> Finding:
    """Begin it in the midst of the registrations, end it once some were turned away."""
    people = max(plan.people // SHARE, 20) // 2
    with sinking(plan.folder) as sink, serving(plan.folder, url, sink) as site:
        with Crowd(site, inf).registering() as crowd:
            waited(lambda: len(crowd.acknowledged) >= people, SHOWS_WITHIN)
            begin()
            shown = waited(lambda: crowd.answers.total() - crowd.answers[SEE_OTHER] >= TURNED_AWAY, SHOWS_WITHIN)
            sleep(GONE_FOR)
            end()
            before = len(crowd.acknowledged)
            back = waited(lambda: len(crowd.acknowledged) > before, RECOVERS_WITHIN)
            crowd.enough_after(people if isfinite(back) else 0)
        took = delivered(site, sink, AFTERWARDS)
        result = count(site, sink, [crowd])
        return Finding(
            what,
            f"{result}; turned away: {crowd.turned_away}; works again after {seconds(back)}, "
            f"the last mail after {seconds(took)}",
            holds=result.nothing_is_lost and crowd.answers.keys() <= ALLOWED and inf not in {shown, back, took},
        )
