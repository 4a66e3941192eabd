"""Claims 1 and 2: what kill -9 does, at any time and at the worst."""

import time
from collections.abc import Callable, Iterator

from bench.faults.databases import database
from bench.faults.load import Crowd
from bench.faults.machine import waited
from bench.faults.report import Finding, Plan, count, delivered, seconds
from bench.faults.sink import Sink, sinking
from bench.faults.site import Site, serving

AFTER_RESTART = 60  # seconds
MOMENTS = (0.2, 0.4, 0.6, 0.8)  # of the people
VICTIMS = {
    "kill -9 of a worker": Site.kill_a_worker,
    "kill -9 of the master": Site.kill_the_master,
    "kill -9 of everything": Site.kill_everything,
}
Kill = Callable[[Site], None]
FOR_A_KILL = 30  # seconds; a worker has to start


def at_any_time(plan: Plan) -> Iterator[Finding]:
    """Kill in the midst of the registrations; every mail is there a minute after the last restart."""
    with (
        database(plan.database, plan.folder) as url,
        sinking(plan.folder) as sink,
        serving(plan.folder, url, sink) as site,
    ):
        crowds: list[Crowd] = []
        for what, kill in VICTIMS.items():
            crowds.append(Crowd(site, plan.people // len(VICTIMS)))
            yield survived(site, sink, what, kill, crowds)


def survived(site: Site, sink: Sink, what: str, kill: Kill, crowds: list[Crowd]) -> Finding:
    with crowds[-1].registering() as crowd:
        for moment in MOMENTS:
            crowd.until(moment)
            kill(site)
        restarted = time.monotonic()
    took = time.monotonic() - restarted + delivered(site, sink, AFTER_RESTART)
    result = count(site, sink, crowds)
    return Finding(
        f"{what}, {len(MOMENTS)} times",
        f"{result}; the last mail {seconds(took)} after the last restart; turned away: {crowd.turned_away}",
        holds=result.nothing_is_lost and took <= AFTER_RESTART,
    )


def at_the_worst(plan: Plan) -> Iterator[Finding]:
    """Kill between the server's 250 and our mark: once or twice under the same Message-ID, never none."""
    with (
        database(plan.database, plan.folder) as url,
        sinking(plan.folder) as sink,
        serving(plan.folder, url, sink) as site,
    ):
        yield marked_late(site, sink, plan.rounds)


def marked_late(site: Site, sink: Sink, rounds: int) -> Finding:
    crowds = []
    for number in range(1, rounds + 1):
        sink.behave("kill")
        crowds.append(Crowd(site, 1).register(at_once=1))
        waited(lambda number=number: len(sink.killed) >= number, FOR_A_KILL)
    took = waited(lambda: not waiting(site), AFTER_RESTART)
    result = count(site, sink, crowds)
    return Finding(
        "kill -9 between the server's 250 and our mark",
        f"{len(sink.killed)} kills: {result}; the last mail was marked {seconds(took)} later",
        holds=result.nothing_is_lost and took <= AFTER_RESTART and len(sink.killed) >= rounds,
    )


def waiting(site: Site) -> bool:
    return bool(site.rows("SELECT id FROM messages WHERE due_at IS NOT NULL"))
