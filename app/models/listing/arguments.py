"""What a URL's query or a command's options ask for, read so that what makes no sense asks for nothing."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from ipaddress import ip_address
from typing import TypeVar

from app.models.types import LARGEST_ID

UNREADABLE = re.compile(r"[\x00-\x1f\x7f\ufffd\ud800-\udfff]")
NUMBER = re.compile(r"[1-9][0-9]{0,18}")
DAY = re.compile(r"(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}")
LONGEST = 254  # an address

Arguments = Mapping[str, str]
Word = TypeVar("Word", bound=StrEnum)


def text(arguments: Arguments, name: str) -> str:
    """What was typed, without the blanks around it and without what no stored text has in it."""
    return UNREADABLE.sub("", arguments.get(name, ""))[:LONGEST].strip()


def flag(arguments: Arguments, name: str) -> bool:
    return bool(arguments.get(name))


def word(arguments: Arguments, name: str, default: Word) -> Word:
    """One of the words that the default belongs to."""
    try:
        return type(default)(arguments.get(name, ""))
    except ValueError:
        return default


def number(arguments: Arguments, name: str) -> int | None:
    """A row's id."""
    found = NUMBER.fullmatch(arguments.get(name, ""))
    return int(found[0]) if found and int(found[0]) <= LARGEST_ID else None


def day(arguments: Arguments, name: str) -> date | None:
    """A day as a date field sends it: 2026-11-24."""
    typed = arguments.get(name, "")
    try:
        return date.fromisoformat(typed) if DAY.fullmatch(typed) else None
    except ValueError:
        return None


def ip(arguments: Arguments, name: str) -> str:
    """An IP address in the spelling that is stored."""
    try:
        return str(ip_address(arguments.get(name, "").strip()))
    except ValueError:
        return ""
