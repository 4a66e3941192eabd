"""How much is measured: the whole, and the few seconds that guard against regressions."""

import time
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

CALM = 1  # seconds in which a contender ends what wrk has left it with, so that the next one does not pay for it


class Plan(NamedTuple):
    """How many rounds of how many seconds, who takes part, and how many accounts are few and many."""

    rounds: int
    seconds: float
    contenders: list[str]
    few: int
    many: int

    def in_turn(self, *runs: tuple[str, Callable[[float], float]]) -> dict[str, list[float]]:
        """A B C A B C: what each run yields, round for round, after a warm-up of each."""
        found: dict[str, list[float]] = defaultdict(list)
        for _name, run in runs:
            run(1)
        for _round in range(self.rounds):
            for name, run in runs:
                found[name].append(run(self.seconds))
                time.sleep(CALM)
        return found

    @property
    def with_accounts(self) -> list[str]:
        return [name for name in self.contenders if name != "limit"]


WHOLE = Plan(5, 5, ["limit", "plain", "flask_security", "allauth", "ours"], 1000, 1_000_000)
SHORT = Plan(2, 1, ["limit", "ours"], 100, 5000)
