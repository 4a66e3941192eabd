"""Passwords: hashed by Argon2id, verified in constant company, and refused when they can be guessed."""

import os
import re
from collections.abc import Iterable
from functools import cache

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from nacl import pwhash
from nacl.exceptions import CryptoError
from werkzeug.security import check_password_hash

from app import hashing

SHORTEST, LONGEST = 8, 256  # characters; NIST SP 800-63B 5.1.1.2 asks for 8 and at least 64
# Guesses, by zxcvbn's estimate: below the first, lists of common passwords and their variations hold it.
BOUNDS = (10**6, 10**8, 10**10)
GOOD_ENOUGH = 2
GRADES = {
    1: _l("This password is too common or too easy to guess. A few unrelated words make a good one."),
    2: _l("Good enough."),
    3: _l("Good."),
    4: _l("Very good."),
}
# Characters looked at. The rest of a longer password only makes it better; and each character that may
# stand for a letter ("4" for "a") multiplies zxcvbn's work, so of a password full of them it sees less.
ESTIMATED_LENGTH, MANY_DISGUISES, FEW_DISGUISES = 24, 12, 6
DISGUISES = set("4@8({[<3690|1!$5+7%2")
TELLING_LENGTH = 4  # a name as short as "al" is part of many words
PARTS = re.compile(r"[^a-z]+")

PASSES, MEMORY = 2, 19456 * 1024  # OWASP's least: t=2, 19 MiB (in bytes), p=1


def hash_password(password: str) -> str:
    """An encoded Argon2id hash, at most 128 characters long."""
    return hashing.run(lambda: _argon2(password))


def verify(encoded: str | None, password: str) -> bool:
    """Whether the password is the one that was hashed; takes as long for `None`, the account nobody has."""
    encoded = encoded or _nobodys_hash()
    if len(password) > LONGEST:
        return False
    fits = _fits_argon2 if encoded.startswith("$argon2") else _fits_werkzeug
    return hashing.run(lambda: fits(encoded, password))


def is_outdated(encoded: str) -> bool:
    """Whether the hash was made by another method, or at another cost, than today's."""
    return not encoded.startswith(f"$argon2id$v=19$m={MEMORY // 1024},t={PASSES},p=1$")


def weakness(password: str, near: Iterable[str] = ()) -> str | None:
    """Why the password can be guessed, in words; None if it can't be easily.

    `near` are the texts that stand near the account: its names, its address.
    """
    score, message = strength(password, near)
    return message if score < GOOD_ENOUGH else None


def strength(password: str, near: Iterable[str] = ()) -> tuple[int, str]:
    """How good it is, from 0 to 4, and what to say of it; from 2 on it is good enough."""
    if not SHORTEST <= len(password) <= LONGEST:
        return 0, str(_("Passwords have %(least)d to %(most)d characters.", least=SHORTEST, most=LONGEST))
    words = telling_words(near)
    if any(word in password.lower() for word in words):
        return 1, str(_("Your password contains your name or address. Please choose another."))
    estimate = guesses(password, words)
    score = sum(estimate >= bound for bound in BOUNDS) + 1
    return score, str(GRADES[score])


def telling_words(near: Iterable[str]) -> set[str]:
    """The words that give somebody away: whole names and addresses, and their parts."""
    texts = [text.lower() for text in near]
    parts = [part for text in texts for part in PARTS.split(text.rpartition(".")[0] if "@" in text else text)]
    return {word for word in [*texts, *parts] if len(word) >= TELLING_LENGTH}


def guesses(password: str, words: Iterable[str]) -> int:
    """How many guesses find the password, by zxcvbn's estimate, which ends at 2**64."""
    from zxcvbn_rs_py import zxcvbn  # noqa: PLC0415 - its lists take two megabytes, and few requests need them

    looked_at = MANY_DISGUISES if len(DISGUISES & set(password)) > FEW_DISGUISES else ESTIMATED_LENGTH
    return zxcvbn(password[:looked_at], list(words)).guesses


def _argon2(password: str) -> str:
    return pwhash.argon2id.str(password.encode(), opslimit=PASSES, memlimit=MEMORY).decode()


def _fits_argon2(encoded: str, password: str) -> bool:
    try:
        return pwhash.verify(encoded.encode(), password.encode())
    except CryptoError:  # another password, or what is no hash
        return False


def _fits_werkzeug(encoded: str, password: str) -> bool:
    try:
        return check_password_hash(encoded, password)
    except ValueError:  # a method that Werkzeug does not know
        return False


@cache
def _nobodys_hash() -> str:
    return _argon2(os.urandom(16).hex())
