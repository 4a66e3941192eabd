"""Up, down and up again with 100,000 accounts, on each database: whether schema and rows are as before."""

import time

from flask_migrate import downgrade, upgrade

from app import db
from bench.deploy import databases
from tests.support.databases import MIGRATIONS

ACCOUNTS = 100_000
FIRST = "0001"


def main() -> None:
    for kind in databases.kinds():
        with databases.application(kind, "migrations"):
            upgrade(MIGRATIONS, FIRST)
            databases.fill(db.engine, ACCOUNTS)
            begun = time.monotonic()
            seen = [databases.checksum(db.engine)]
            for move, to in ((upgrade, "head"), (downgrade, FIRST), (upgrade, "head")):
                move(MIGRATIONS, to)
                seen.append(databases.checksum(db.engine))
            same = seen[0] == seen[2], seen[1] == seen[3]
            took = time.monotonic() - begun
            print(f"   {kind:10} the same down: {same[0]}, up: {same[1]}, {took:.0f} s", flush=True)
            print(f"   {'':10} schema and rows: {seen}", flush=True)
            downgrade(MIGRATIONS, "base")
