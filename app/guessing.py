"""Typing passwords: who guesses waits, longer each time; who belongs here is let in.

A guess is counted against the account and against the network it came from. A browser that has
been signed in to the account before is counted by itself instead, so that guesses from elsewhere,
even from the same network, do not lock the owner out.
"""

from datetime import timedelta
from ipaddress import ip_address, ip_network
from math import ceil

from flask_babel import format_timedelta
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests

from app import client
from app.browser import Browser
from app.extensions import db
from app.limits import ACCOUNT, KNOWN_BROWSER, NETWORK, Allowance
from app.models import AccountEvent, Event, Throttle, User
from app.models.throttle import throttle_key

PREFIXES = {4: 24, 6: 64}  # bits of an address that tell one network from another


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
    """One password typed for one account, which may not exist."""

    def __init__(self, identifier: str, user: User | None) -> None:
        self.user = user
        self._allowances = allowances(identifier, user)

    @classmethod
    def at(cls, identifier: str) -> "Guess":
        """A guess by somebody who claims to be whom the address or name belongs to."""
        return cls(identifier, User.with_identifier(identifier))

    def check(self, password: str, refusal: Event = Event.SIGN_IN_REFUSED) -> bool:
        """Whether the password opens the account. A wrong one is counted and recorded; the caller commits.

        Raises `TooManyGuesses`, for right and wrong passwords alike, while a wait is on.
        """
        if wait := Throttle.wait(self._allowances):
            raise TooManyGuesses(wait)
        if User.belongs_to(self.user, password) and self.user is not None and self.user.is_active:
            self._succeed()
            return True
        self._fail(refusal)
        return False

    def _succeed(self) -> None:
        """Forget the failures; but the network's stand, or a guesser with an account would clear them."""
        for key, allowance in self._allowances.items():
            if allowance is not NETWORK:
                Throttle.forgive(key)

    def _fail(self, refusal: Event) -> None:
        waits = [Throttle.count(key, self._allowances[key]) for key in sorted(self._allowances)]
        for kind in [refusal, Event.SIGN_INS_BLOCKED][: 2 if any(waits) else 1]:
            self._record(kind)

    def _record(self, kind: Event) -> None:
        """A guess at nobody's account is written down too: it takes as long, and says as much."""
        if self.user is not None:
            self.user.record(kind)
        else:
            db.session.add(AccountEvent(kind=kind))


def allowances(identifier: str, user: User | None) -> dict[str, Allowance]:
    """The keys that a guess counts under, and what each allows."""
    browser = Browser.present()
    if user is not None and browser.knows(user.id):
        return {throttle_key("browser", user.id, browser.name): KNOWN_BROWSER}
    account = user.id if user else identifier.lower()
    return {throttle_key("account", account): ACCOUNT, throttle_key("network", network()): NETWORK}


def network() -> str:
    """The network that the request came from."""
    try:
        address = ip_address(client.ip())
    except ValueError:
        return ""
    return str(ip_network((address, PREFIXES[address.version]), strict=False))
