"""Versions with known faults, as far as that can be known without asking the network.

A distribution may have mended a fault without a new number, so these are warnings.
"""

import re
import shutil
import sqlite3
import ssl
import subprocess
import sys
from importlib.metadata import version
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError

from app.cli.doctor.findings import Finding, ok, warning
from app.extensions import db

NUMBERS = re.compile(r"\d+(?:\.\d+)+")


class Known(NamedTuple):
    """From which version on a known fault is gone."""

    name: str
    mended_in: tuple[int, ...]
    fault: str


PYTHON = Known("Python", (3, 11, 4), "CVE-2023-24329: a blank hides what a URL is.")
OPENSSL = Known("OpenSSL", (3, 0), "Older ones are no longer mended.")
SQLITE = Known("SQLite", (3, 51, 3), "Two processes writing at once can, very rarely, damage the file (WAL reset).")
GUNICORN = Known("gunicorn", (23, 0), "CVE-2024-6827: one request can be smuggled in another.")
NGINX = Known("nginx", (1, 20, 1), "CVE-2021-23017: a forged DNS answer can run code.")
REDIS = Known("Redis", (7, 2, 11), "CVE-2025-49844: who may run scripts can run code on the server.")
SERVERS = {
    "postgresql": Known("PostgreSQL", (15,), "Older ones are no longer mended."),
    "mysql": Known("MariaDB", (10, 6), "It knows no SKIP LOCKED, so mails are not delivered."),
}


def judged(known: Known, present: str) -> Finding:
    found = NUMBERS.search(present)
    numbers = tuple(map(int, found[0].split("."))) if found else ()
    if numbers >= known.mended_in:
        return ok(f"{known.name} {found[0] if found else present}")
    mended = ".".join(map(str, known.mended_in))
    what = f"{known.name} is {found[0] if found else present}, older than {mended}."
    return warning(what, known.fault, "Update it, unless your distribution says that this is mended.")


def python() -> Finding:
    return judged(PYTHON, sys.version)


def openssl() -> Finding:
    return judged(OPENSSL, ssl.OPENSSL_VERSION)


def gunicorn() -> Finding:
    return judged(GUNICORN, version("gunicorn"))


def nginx() -> Finding | None:
    path = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not path:
        return None
    said = subprocess.run([path, "-v"], capture_output=True, text=True, check=False)  # noqa: S603 - the system's nginx
    return judged(NGINX, said.stderr)


def database() -> Finding | None:
    name = db.engine.dialect.name.replace("mariadb", "mysql")
    if name == "sqlite":
        return judged(SQLITE, sqlite3.sqlite_version)
    try:
        with db.engine.connect() as connection:
            numbers = connection.dialect.server_version_info or ()
    except SQLAlchemyError:
        return None
    return judged(SERVERS[name], f"{numbers[0]}.{numbers[1] if len(numbers) > 1 else 0}")


CHECKS = (python, openssl, gunicorn, nginx, database)
