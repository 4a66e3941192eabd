"""Files that hold secrets: nobody else on this machine should read or change them."""

import stat
from collections.abc import Callable
from pathlib import Path

from flask import current_app
from sqlalchemy.engine import make_url

from app.cli.doctor.findings import Finding, fault, ok
from config import BASE

SETTINGS = BASE / ".env"


def settings() -> Finding | None:
    return judged(SETTINGS, "It holds the key that signs every sign-in.")


def database() -> Finding | None:
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    return judged(Path(url.database), "It holds everybody's data.")


def judged(file: Path, why: str) -> Finding | None:
    """A file that others on the machine may open is a fault."""
    if not file.exists():
        return None
    if stat.S_IMODE(file.stat().st_mode) & stat.S_IRWXO:
        return fault(f"Everybody on this machine can open {file.name}.", why, f"chmod o= {file}")
    return ok(f"Others cannot open {file.name}.")


CHECKS: tuple[Callable[[], Finding | None], ...] = (settings, database)
