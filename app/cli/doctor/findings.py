"""What a check says."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is: nothing to do, worth a look, or to be mended before strangers come."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True)
class Finding:
    """What was found, why it matters, and the command or setting that mends it."""

    level: Level
    what: str
    why: str = ""
    mend: str = ""


def ok(what: str) -> Finding:
    return Finding(Level.OK, what)


def warning(what: str, why: str, mend: str) -> Finding:
    return Finding(Level.WARNING, what, why, mend)


def fault(what: str, why: str, mend: str) -> Finding:
    return Finding(Level.FAULT, what, why, mend)
