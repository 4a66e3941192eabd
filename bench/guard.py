"""The short form: a few seconds, compared within the run only, against floors that only a real fault falls through.

No peers, so nothing is fetched. The floors leave room for a machine on which other things run. What a first visit
weighs, and that one thread hashes, the tests hold.
"""

import sys

from figures import pages, signin
from plan import Plan
from report import Row, table

LEAST = {"GET sign-in page": 0.12, "GET signed-in home": 0.06, "POST sign-in": 0.35}


def main(plan: Plan) -> int:
    rows = [row for part in (pages, signin) for row in part.measure(plan)]
    print(table(rows))
    fallen = [row for row in rows if is_below(row)]
    for row in fallen:
        print(f"{row.figure}: {row.value:.2f} {row.unit}, {row.ratio or 1:.2f} of {row.of} is too bad", file=sys.stderr)
    return len(fallen)


def is_below(row: Row) -> bool:
    return row.contender == "ours" and row.ratio is not None and row.ratio < LEAST[row.figure]
