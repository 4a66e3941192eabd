"""`python -m bench.deploy [NAME ...]`: runs the proofs and prints their figures; all of them if none is named.

Each starts servers of its own on loopback, by the files in deploy/. PostgreSQL and MariaDB are those that the tests
use (TEST_POSTGRESQL_URL, TEST_MARIADB_URL); `tls` and `lighthouse` want programs that are no part of the
project, see there.
"""

import importlib
import sys
import time

NAMES = ("reload", "kill", "outages", "slow", "flood", "update", "migrations", "backup", "tls", "weight", "lighthouse")


def main(names: list[str]) -> None:
    for name in names or NAMES:
        if name not in NAMES:
            sys.exit(f"There is no {name}, only {', '.join(NAMES)}.")
        begun = time.monotonic()
        print(f"-- {name}", flush=True)
        importlib.import_module(f"bench.deploy.{name}").main()
        print(f"   ({time.monotonic() - begun:.0f} s)", flush=True)


main(sys.argv[1:])
