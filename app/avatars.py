"""A picture for everybody, drawn from the name: no other host hears who looks at whom."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from zlib import crc32

from app.headers import GRAVATAR
from app.models import User

# White upon each has a contrast of 6.5 to 1 at least (WCAG 2.2 asks for 4.5), and each stands out from light and dark.
COLOURS = (
    *("#0b6470", "#1d5785", "#3d4f9e", "#6a3d9a", "#8a2f7a", "#a5224f"),
    *("#a5222b", "#8f3d0e", "#7a5200", "#4f6200", "#1b6a45", "#4a5568"),
)
JOINER = "\u200d"


def colour(username: str) -> str:
    """The same for a name at all times and everywhere."""
    return COLOURS[crc32(username.encode()) % len(COLOURS)]


@lru_cache(4096)
def initials(name: str) -> str:
    """The first letters of the first and the last word; one sign where writing knows no capitals, or it is an emoji."""
    signs = [next(characters(word)) for word in name.split()]
    if not signs:
        return ""
    if not has_capitals(signs[0]) or not has_capitals(signs[-1]) or len(signs) == 1:
        return signs[0].upper()
    return (signs[0] + signs[-1]).upper()


def has_capitals(sign: str) -> bool:
    return sign.lower() != sign.upper()


def characters(text: str) -> Iterator[str]:
    """The text by what a reader takes for one character, be it accented, an emoji of several, or a flag."""
    found = ""
    for sign in text:
        if found and not belongs(found, sign):
            yield found
            found = ""
        found += sign
    yield found


def belongs(found: str, sign: str) -> bool:
    """Whether the sign goes with the character before it (a part of Unicode's UAX #29 that does for names)."""
    if is_flag_half(sign):
        return is_flag_half(found)
    joined = found.endswith(JOINER) or sign == JOINER
    return joined or unicodedata.category(sign).startswith("M") or "\U0001f3fb" <= sign <= "\U0001f3ff"


def is_flag_half(sign: str) -> bool:
    return len(sign) == 1 and "\U0001f1e6" <= sign <= "\U0001f1ff"


def gravatar(user: User) -> str:
    """The picture that Gravatar has for the proven address, transparent if it has none."""
    return f"{GRAVATAR}/avatar/{sha256(user.email.encode()).hexdigest()}?s=160&d=blank"
