"""Claim 3: a mail server that is away, refuses, hangs, drips or drops; nobody who registers notices."""

from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from time import sleep

from bench.faults.databases import database
from bench.faults.load import Crowd
from bench.faults.machine import busy, waited
from bench.faults.report import Finding, Plan, count, delivered, seconds
from bench.faults.sink import Sink, sinking
from bench.faults.site import Site, serving

AFTER_RETURN = 120  # seconds
SHARE = 25  # of the people register under each fault
BAD_FOR = 20.0  # seconds; with waits 30 times as short as usual it stands for ten minutes
# 30 seconds, the usual first wait, and two hours, the usual longest, divided by 30.
SHORTER = {"MAIL_FIRST_WAIT_SECONDS": "1", "MAIL_LONGEST_WAIT_MINUTES": "4"}
AS_FAST, NOISE = 1.25, 5.0  # times the median on a healthy server, and milliseconds
PROMPT = 10.0  # seconds; a mail that nothing holds up has arrived by then

Fault = Callable[[Sink], None]
FAULTS: dict[str, Fault] = {
    "server away": Sink.stop,
    "4xx to the sender": partial(Sink.behave, mode="4xx-sender"),
    "4xx to every recipient": partial(Sink.behave, mode="4xx"),
    "hangs before its greeting": partial(Sink.behave, mode="hang"),
    "hangs after DATA": partial(Sink.behave, mode="hang-data"),
    "drips a byte a second": partial(Sink.behave, mode="drip"),
    "drops after DATA": partial(Sink.behave, mode="drop-data"),
    "drops at QUIT": partial(Sink.behave, mode="drop-quit"),
}
BAD_RECIPIENTS = {"5xx": "5xx-bad", "a line that drops": "drop-bad"}


def claim(plan: Plan) -> Iterator[Finding]:
    with (
        database(plan.database, plan.folder) as url,
        sinking(plan.folder) as sink,
        serving(plan.folder, url, sink, **SHORTER) as site,
    ):
        people = max(plan.people // SHARE, 4)
        Crowd(site, people).register()  # what is only done once is done
        yield from ill_and_well(site, sink, people)
        for what, mode in BAD_RECIPIENTS.items():
            yield one_bad_recipient(site, sink, what, mode)


def ill_and_well(site: Site, sink: Sink, people: int) -> Iterator[Finding]:
    """As many register before each fault as during it, so that both meet the same machine."""
    before, during = [], []
    for what, fault in FAULTS.items():
        healthy = Crowd(site, people).register()
        delivered(site, sink, AFTER_RETURN)
        ill = Crowd(site, people)
        yield fallen_ill(site, sink, what, fault, ill)
        before += healthy.times
        during += ill.times
    yield Finding(
        "pages all the while",
        f"median {median(during):.0f} ms, with a healthy server {median(before):.0f} ms; {busy()}",
        holds=median(during) <= median(before) * AS_FAST + NOISE,
    )


def fallen_ill(site: Site, sink: Sink, what: str, fault: Fault, crowd: Crowd, bad_for: float = BAD_FOR) -> Finding:
    """Let them register while the server is ill, for so many seconds; then it recovers."""
    doubles = count(site, sink, [crowd]).twice
    fault(sink)
    crowd.register()
    sleep(bad_for)
    sink.recover()
    took = delivered(site, sink, AFTER_RETURN)
    result = count(site, sink, [crowd])
    return Finding(
        what,
        f"{result}; the last mail {seconds(took)} after its return",
        holds=result.nothing_is_lost and result.twice == doubles and took <= AFTER_RETURN,
    )


def one_bad_recipient(site: Site, sink: Sink, what: str, mode: str) -> Finding:
    """One in the midst of others; all are due when the server comes back."""
    sink.stop()
    sink.behave(mode)
    before = Crowd(site, 4).register()
    Crowd(site, 1, "bad").register(at_once=1)
    after = Crowd(site, 4).register()
    sink.start()
    others = before.acknowledged | after.acknowledged
    took = waited(lambda: others.keys() <= {mail.recipient for mail in sink.look()}, AFTER_RETURN)
    told = f"the others' {len(others)} mails arrived {seconds(took)} after its return"
    return Finding(f"one bad recipient: {what}", told, holds=took <= PROMPT)
