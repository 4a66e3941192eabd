"""Passwords: hashed by Argon2id, verified in constant company, and refused when they can be guessed.

Hashing has one thread of its own a process, at a lower priority: pages stay quick while many people
sign in at once, and the memory it takes is bounded.
"""

import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.security import check_password_hash

SHORTEST, LONGEST = 8, 256  # characters; NIST SP 800-63B 5.1.1.2 asks for 8 and at least 64
# zxcvbn's estimate below which a list of common passwords and their variations holds it.
FEWEST_GUESSES = 10**6
ESTIMATED_LENGTH = 40  # the rest of a longer password only makes it better, and costs time
TELLING_LENGTH = 4  # a name as short as "al" is part of many words
NICE = 10
BETTER_THAN = (10**8, 10**10)  # guesses; where zxcvbn draws its own lines
GRADES = {2: _l("Good enough."), 3: _l("Good."), 4: _l("Very good.")}

hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)  # OWASP's least: 19 MiB, t=2, p=1
Result = TypeVar("Result")


def hash_password(password: str) -> str:
    """An encoded Argon2id hash, at most 128 characters long."""
    return _in_hashing_thread(lambda: hasher.hash(password))


def verify(encoded: str | None, password: str) -> bool:
    """Whether the password is the one that was hashed; takes as long for `None`, the account nobody has."""
    encoded = encoded or _nobodys_hash()
    if len(password) > LONGEST:
        return False
    if not encoded.startswith("$argon2"):
        return _in_hashing_thread(lambda: check_password_hash(encoded, password))
    return _in_hashing_thread(lambda: _verify_argon2(encoded, password))


def is_outdated(encoded: str) -> bool:
    """Whether the hash was made by another method, or at a lower cost, than today's."""
    return not encoded.startswith("$argon2id") or hasher.check_needs_rehash(encoded)


def weakness(password: str, near: Iterable[str] = ()) -> str | None:
    """Why the password can be guessed, in words; None if it can't be easily.

    `near` are the texts that stand near the account: its name, its address.
    """
    words = telling_words(near)
    if any(word in password.lower() for word in words):
        return str(_("Your password contains your name or address. Please choose another."))
    if guesses(password, words) < FEWEST_GUESSES:
        return str(_("This password is too common or too easy to guess. A few unrelated words make a good one."))
    return None


def strength(password: str, near: Iterable[str] = ()) -> tuple[int, str]:
    """How good it is, from 0 to 4, and what to say of it."""
    if not SHORTEST <= len(password) <= LONGEST:
        return 0, str(_("Passwords have %(least)d to %(most)d characters.", least=SHORTEST, most=LONGEST))
    if reason := weakness(password, near):
        return 1, reason
    score = sum(guesses(password, telling_words(near)) >= bound for bound in BETTER_THAN) + 2
    return score, str(GRADES[score])


def telling_words(near: Iterable[str]) -> set[str]:
    """The words long enough to give somebody away: whole names, addresses and what stands before the @."""
    words = {word.lower() for text in near for word in (text, text.partition("@")[0])}
    return {word for word in words if len(word) >= TELLING_LENGTH}


def guesses(password: str, words: Iterable[str]) -> float:
    """How many guesses find the password, by zxcvbn's estimate."""
    from zxcvbn import zxcvbn  # noqa: PLC0415 - its word lists take 10 MB; not for a process that never asks

    return float(zxcvbn(password[:ESTIMATED_LENGTH], user_inputs=list(words))["guesses"])


def _verify_argon2(encoded: str, password: str) -> bool:
    try:
        return hasher.verify(encoded, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    return hasher.hash(os.urandom(16))


def _in_hashing_thread(work: Callable[[], Result]) -> Result:
    return _executor().submit(work).result()


@cache
def _executor() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "hashing", initializer=_step_back)


def _step_back() -> None:
    os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)


os.register_at_fork(after_in_child=_executor.cache_clear)
