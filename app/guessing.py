"""Typing passwords: who guesses waits, longer each time; who belongs here is let in.

A guess is counted against the account and against the network it came from. A browser that has
been signed in to the account before is counted by itself instead, so that guesses from elsewhere,
even from the same network, do not lock the owner out.
"""

from datetime import timedelta
from math import ceil

from flask_babel import format_timedelta
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests

from app import client
from app.browser import Browser
from app.limits import ACCOUNT, KNOWN_BROWSER, NETWORK, Allowance
from app.models import AccountEvent, Event, Throttle, User
from app.models.throttle import throttle_key


class TooManyGuesses(TooManyRequests):
    """The password is not even looked at before the wait is over."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(retry_after=ceil(wait.total_seconds()))
        self.wait = wait

    def words(self) -> str:
        """What happened and how long it lasts, for the reader."""
        time = format_timedelta(self.wait, threshold=1.5)
        return str(_("There were too many wrong passwords. The next try is open in %(time)s.", time=time))


class Guess:
    """One password typed for whoever an address or name may mean."""

    def __init__(self, identifier: str, *users: User | None) -> None:
        self.user: User | None = None  # whose password it turned out to be
        self._users = users
        self._allowances = allowances(identifier, users)

    @classmethod
    def at(cls, identifier: str) -> "Guess":
        """A guess by somebody who claims to be whom the address or name belongs to."""
        return cls(identifier, *User.candidates(identifier))

    def check(self, password: str, refusal: Event = Event.SIGN_IN_REFUSED) -> bool:
        """Whether the password opens an account, whose row then is held, so that nothing overtakes a sign-in.

        A wrong one is counted and recorded; the caller commits. Raises `TooManyGuesses`, for right
        and wrong passwords alike, while a wait is on: also one that began while this one was looked at.
        """
        self._refuse_to_hurry()
        right = [user for user in self._users if User.belongs_to(user, password)]
        self._refuse_to_hurry()
        self.user = next((user for user in right if user and is_still(user)), None)
        if self.user:
            self._succeed(self.user, password)
        else:
            self._fail(refusal, right)
        return self.user is not None

    def _refuse_to_hurry(self) -> None:
        self._waits = Throttle.waits(self._allowances)
        if wait := max(self._waits.values(), default=None):
            raise TooManyGuesses(wait)

    def _succeed(self, user: User, password: str) -> None:
        """Forget the failures; but the network's stand, or a guesser with an account would clear them."""
        if user.confirmed:  # else the link that is being followed, which relies on the hash, would go dead
            user.upgrade_hash(password)
        if failed := [key for key in self._waits if self._allowances[key] is not NETWORK]:
            Throttle.forgive(failed)

    def _fail(self, refusal: Event, right: list[User | None]) -> None:
        waits = [Throttle.count(key, self._allowances[key]) for key in sorted(self._allowances)]
        self._record(refusal, reason=reason(right))
        if any(waits):
            self._record(Event.SIGN_INS_BLOCKED)

    def _record(self, kind: Event, **details: str) -> None:
        """A guess at nobody's account is written down too: it takes as long, and says as much."""
        meant = next(filter(None, self._users), None)
        if meant:
            meant.record(kind, **details)
        else:
            AccountEvent.write(kind, None, {})


def reason(right: list[User | None]) -> str:
    """Why nobody gets in, for administrators' eyes; the page says the same in any case."""
    user = next(filter(None, right), None)
    if user is None:
        return "wrong password"
    return "disabled" if user.disabled_at else "closed" if user.closed_at else "changed meanwhile"


def is_still(user: User) -> bool:
    """Whether the account is open, and its password the one that was verified, now that its row is held."""
    verified = user.password_hash
    return user.hold() and user.is_active and user.password_hash == verified


def allowances(identifier: str, users: tuple[User | None, ...]) -> dict[str, Allowance]:
    """The keys that a guess counts under, and what each allows."""
    browser = Browser.present()
    for user in users:
        if user is not None and browser.knows(user):
            return {throttle_key("browser", user.id, browser.name): KNOWN_BROWSER}
    # By what was typed: one count for an account's address and name would tell whose address it is.
    return {
        throttle_key("account", identifier.lower()): ACCOUNT,
        throttle_key("network", client.network()): NETWORK,
    }
