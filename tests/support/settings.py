"""The settings that config.py reads, and an environment in which none of them is set."""

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Read before it is cleared with the others: it chooses the database of this run, not of an application's.
ONLY_DATABASE = os.environ.get("TEST_DATABASE_URL")
READ = re.compile(r"""\benv\.\w+\(\s*["'](\w+)["']""")


def names() -> set[str]:
    """Every environment variable that config.py asks for."""
    return set(READ.findall((ROOT / "config.py").read_text()))


def clear_environment() -> None:
    """Take the developer's own settings away, so that the tests mean the same on each machine."""
    os.environ.update(dict.fromkeys(names(), ""))


def plain_environment(**settings: str) -> dict[str, str]:
    """An environment for another process: what is set to nothing here, `.env` does not set either."""
    return os.environ | dict.fromkeys(names(), "") | settings
