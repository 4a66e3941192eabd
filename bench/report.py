"""What was measured: rows of a table, and the same as JSON."""

import json
import os
import platform
import statistics
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Row:
    """One figure of one contender: its median, and its ratio to what it is measured by."""

    figure: str
    contender: str
    value: float
    unit: str
    ratio: float | None = None
    of: str = ""
    target: str = ""


def ratios(figure: str, found: dict[str, list[float]], base: str, target: str) -> list[Row]:
    """The median of each contender's answers a second, and its ratio to that of the base in the same run."""
    medians = {name: statistics.median(values) for name, values in found.items()}
    return [
        Row(figure, name, value, "/s", value / medians[base], base, target if name == "ours" else "")
        for name, value in medians.items()
    ]


def percentile(values: Iterable[float], share: float) -> float:
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))]


def table(rows: list[Row]) -> str:
    lines = ["| figure | contender | median | ratio | target |", "|---|---|---:|---:|---|"]
    for row in rows:
        ratio = f"{row.ratio:.2f} of {row.of}" if row.ratio is not None else ""
        lines.append(f"| {row.figure} | {row.contender} | {number(row.value)} {row.unit} | {ratio} | {row.target} |")
    return "\n".join(lines)


def number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004 - three digits say enough


def as_json(rows: list[Row]) -> str:
    machine = {"cores": len(os.sched_getaffinity(0)), "processor": processor(), "python": platform.python_version()}
    return json.dumps(
        {"at": datetime.now(UTC).isoformat(timespec="minutes"), **machine, "rows": [asdict(r) for r in rows]}
    )


def processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
