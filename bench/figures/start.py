"""From gunicorn's spawn to the first answer."""

import statistics
import tempfile
import time
from pathlib import Path

from field import FIELD, FIRST_PORT, Contender, environment, prepare, running
from plan import Plan
from report import Row


def measure(plan: Plan) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        prepared = [(FIELD[name], environment(FIRST_PORT, Path(folder) / name, {})) for name in plan.contenders]
        for contender, settings in prepared:
            prepare(contender, 10, settings)
            start(contender, settings)
        found = [[start(contender, settings) for contender, settings in prepared] for _round in range(plan.rounds)]
    medians = [statistics.median(times) for times in zip(*found, strict=True)]
    return [
        Row("start", contender.name, took, "s", target="<= 0.9" * (contender.name == "ours"))
        for (contender, _settings), took in zip(prepared, medians, strict=True)
    ]


def start(contender: Contender, settings: dict[str, str]) -> float:
    begun = time.perf_counter()
    with running(contender, FIRST_PORT, settings):
        return time.perf_counter() - begun
