"""Is one administrator left? Prints, for each database, what two who attack each other heard, and how many stayed.

    python bench/last_administrator.py [ROUNDS]

In each round two administrators demote each other at the same instant, or both close their accounts,
or one leaves while the other demotes them. The databases are those of the tests (tests/support/databases.py).
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support import settings

settings.clear_environment()  # before config.py reads it

from flask import Flask  # noqa: E402

from tests.support import databases  # noqa: E402
from tests.support.acts import duel  # noqa: E402

DUELS = {"demote each other": ("role", "role"), "both leave": ("leave", "leave"), "demote and leave": ("role", "leave")}


def fight(app: Flask, name: str, rounds: int) -> None:
    """So many rounds of all duels on one database."""
    for words, acts in DUELS.items():
        heard: Counter[str] = Counter()
        left: Counter[int] = Counter()
        for _round in range(rounds):
            databases.empty()
            answers, administrators = duel(app, *acts)
            heard += answers
            left[administrators] += 1
        told = ", ".join(f"{answer} {count}" for answer, count in heard.most_common())
        stayed = ", ".join(f"{administrators} left {count} times" for administrators, count in sorted(left.items()))
        print(f"{name:10} {words:17} {rounds} rounds: {told}; {stayed}")


def main(rounds: int) -> None:
    for name in databases.names():
        with tempfile.TemporaryDirectory() as folder:
            sqlite = f"sqlite:///{folder}/bench.sqlite"
            if name == "sqlite":
                run(name, sqlite, rounds)
            else:
                with databases.own_database(databases.SERVERS[name]) as url:
                    run(name, url, rounds)


def run(name: str, url: str, rounds: int) -> None:
    with databases.app_on(url) as app, app.app_context():
        fight(app, name, rounds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
