"""The short form: a few seconds, compared within the run only, against floors that only a real fault falls through.

No peers, so nothing is fetched. The floors leave room for a machine on which other things run.
"""

import sys

from figures import pages, signin, storm, weight
from plan import Plan
from report import Row, table

LEAST = {
    ("GET sign-in page", "ours"): 0.15,
    ("GET signed-in home", "ours"): 0.08,
    ("POST sign-in", "ours"): 0.40,
}
MOST_IN_A_STORM = 15.0  # times the idle p99
MOST_KB = 60.0
MOST_REQUESTS = 8


def main(plan: Plan) -> int:
    rows = [row for part in (pages, signin, storm, weight) for row in part.measure(plan)]
    print(table(rows))
    fallen = [row for row in rows if is_below(row)]
    for row in fallen:
        print(f"{row.figure}: {row.value:.2f} {row.unit}, {row.ratio or 1:.2f} of {row.of} is too bad", file=sys.stderr)
    return len(fallen)


def is_below(row: Row) -> bool:
    if row.contender != "ours":
        return False
    if row.figure == "home, p99, in a storm":
        return row.ratio is not None and row.ratio > MOST_IN_A_STORM
    if row.figure.endswith("weight"):
        return row.value > MOST_KB
    if row.figure.endswith("requests"):
        return row.value > MOST_REQUESTS
    return row.ratio is not None and row.ratio < LEAST.get((row.figure, row.contender), 0)
