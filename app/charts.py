"""Bars drawn on the server: numbers for the attributes of an SVG, which need no script and no style."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.models import Event
from app.models.statistics import Day

STEP, BAR, HEIGHT = 10, 7, 56
LEAST = 2  # so that one is seen beside a thousand


@dataclass(frozen=True)
class Bar:
    """One day's bar, and what it says to whom points at it."""

    x: int
    y: int
    height: int
    day: Day
    count: int


@dataclass(frozen=True)
class Chart:
    """How often one kind of event happened a day."""

    kind: Event
    label: str
    bars: Sequence[Bar]
    bar_width = BAR
    height = HEIGHT

    @property
    def total(self) -> int:
        return sum(bar.count for bar in self.bars)

    @property
    def most(self) -> int:
        return max(bar.count for bar in self.bars)

    @property
    def width(self) -> int:
        return len(self.bars) * STEP


def charts(days: Sequence[Day], labels: Mapping[Event, object]) -> list[Chart]:
    return [Chart(kind, str(label), bars(days, kind)) for kind, label in labels.items()]


def bars(days: Sequence[Day], kind: Event) -> list[Bar]:
    most = max(day.counts[kind] for day in days) or 1
    heights = [height(day.counts[kind], most) for day in days]
    return [
        Bar(number * STEP, HEIGHT - heights[number], heights[number], day, day.counts[kind])
        for number, day in enumerate(days)
    ]


def height(count: int, most: int) -> int:
    return max(LEAST, round(HEIGHT * count / most)) if count else 0
