"""How often is too often: every limit, with its number and its reason.

Guesses at passwords are counted in the database (app/models/throttle.py), so they hold over all
processes and machines, and so are the limits by IP address, unless REDIS_URL names a Redis server.
A household or a small office shares one address.
"""

from datetime import timedelta
from typing import NamedTuple


class Allowance(NamedTuple):
    """So many failures are free; each further one doubles the wait, until a quiet time forgets them."""

    free: int
    first_wait: timedelta
    longest_wait: timedelta
    forgotten_after: timedelta

    def wait_after(self, failures: int) -> timedelta:
        """How long to wait after so many failures; nothing while they are free."""
        beyond = failures - self.free
        if beyond < 0:
            return timedelta(0)
        return self.first_wait * 2**beyond if beyond < self._doublings else self.longest_wait

    @property
    def _doublings(self) -> int:
        return (self.longest_wait // self.first_wait).bit_length()


# Guesses at one account, from wherever. A person mistypes a few times; at an hour a guess, the
# thousand most common passwords take six weeks, and we refuse those anyway.
ACCOUNT = Allowance(5, timedelta(minutes=1), timedelta(hours=1), timedelta(days=1))

# Guesses from a browser that has signed in to the account before: its own, so that nobody's guesses
# from elsewhere lock the owner out.
KNOWN_BROWSER = Allowance(5, timedelta(minutes=1), timedelta(hours=1), timedelta(days=1))

# Guesses from one network (IPv4 /24, IPv6 /64), at whatever accounts. Many people may share it.
NETWORK = Allowance(50, timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=1))

# A person who sees no mail asks again a few times; more would make us a way to flood an inbox.
MAILS_AN_HOUR = 5

# Sign-ups from one address: a class of pupils fits in, a script soon does not. One window, as each is a transaction.
REGISTRATIONS = "60 per 20 minutes"

# Links followed, asked for or corrected, from one address.
LINKS = "20 per minute; 100 per hour"

# Estimates of a password while somebody types it; each costs a few milliseconds.
STRENGTH = "60 per minute"
