"""Figures, and whether they hold; printed as the rows of the table in docs/reliability.md."""

from collections import Counter
from collections.abc import Iterable
from math import isinf
from pathlib import Path
from typing import NamedTuple

from bench.faults.load import Crowd
from bench.faults.machine import waited
from bench.faults.sink import Sink
from bench.faults.site import Site

HEAD = "| claim | what happens | database | figures | holds |\n|---|---|---|---|---|"


class Plan(NamedTuple):
    """How much of everything, and where."""

    database: str
    folder: Path
    people: int
    rounds: int
    queue: int
    sent: int


class Finding(NamedTuple):
    """One line of the report."""

    what: str
    figures: str
    holds: bool


class Count(NamedTuple):
    """The three numbers, and what is wrong with them."""

    acknowledged: int
    stored: int
    delivered: int
    lost: int
    twice: int
    more: int

    def __str__(self) -> str:
        told = f"{self.acknowledged} acknowledged, {self.stored} stored, {self.delivered} delivered, {self.lost} lost"
        return told + (f", {self.twice} twice" if self.twice else "") + (f", {self.more} more often" * bool(self.more))

    @property
    def nothing_is_lost(self) -> bool:
        return not self.lost and not self.more


def count(site: Site, sink: Sink, crowds: Iterable[Crowd]) -> Count:
    """What became of everybody: lost is who was acknowledged without a row, and each row that never arrived."""
    acknowledged = {email for crowd in crowds for email in crowd.acknowledged}
    people, mails = site.people, site.mails
    times = Counter(mail.message_id for mail in sink.look())
    reached = {mail.recipient for mail in sink.accepted}
    lost = len(acknowledged - people) + len(mails.keys() - times.keys()) + len((acknowledged & people) - reached)
    often = Counter(min(number, 3) for number in times.values())
    return Count(len(acknowledged), len(people), len(mails.keys() & times.keys()), lost, often[2], often[3])


def delivered(site: Site, sink: Sink, within: float) -> float:
    """The seconds until every mail of the site had arrived; infinity if one did not in time."""
    return waited(lambda: site.mails.keys() <= sink.ids, within)


def seconds(value: float) -> str:
    return "never" if isinf(value) else f"{value:.1f} s"
