"""People who register: by HTTP, with cookies and tokens, each from an address of their own."""

import http.client
import itertools
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from bench.faults.site import Site
from bench.server import Client

AT_ONCE = 4
SEE_OTHER, SERVICE_UNAVAILABLE = 303, 503
BREATH = 0.05  # seconds until the next person comes after one who was turned away
PASSWORD = "correct horse battery staple"  # noqa: S105 - the example's
NO_ANSWER = 0
serial = itertools.count(1)


class Person(Client):
    """One who asks once: a form that got no answer may have been stored."""

    _answer = Client.ask_once

    def __init__(self, site: Site, kind: str) -> None:
        number = next(serial)
        super().__init__(f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}", site.port)
        self.username = f"{kind}{number}"
        self.email = f"{self.username}@example.org"

    def register(self) -> tuple[int, float]:
        """The answer's status, and the seconds it took."""
        self.get("/auth/register")
        begun = time.perf_counter()
        fields = {"email": self.email, "username": self.username, "password": PASSWORD, "password2": PASSWORD}
        return self.post("/auth/register", **fields), time.perf_counter() - begun


class Crowd:
    """So many people, some at once, and what they were answered."""

    def __init__(self, site: Site, people: float, kind: str = "person") -> None:
        self.acknowledged: dict[str, float] = {}
        self.answers: Counter[int] = Counter()
        self._site, self._people, self._kind = site, people, kind
        self._enough = threading.Event()

    def register(self, at_once: int = AT_ONCE) -> "Crowd":
        """Return when so many were acknowledged as there are people; who is turned away makes room for another."""
        with self.registering(at_once):
            pass
        return self

    @contextmanager
    def registering(self, at_once: int = AT_ONCE) -> Iterator["Crowd"]:
        """They come while the block runs, and until all are acknowledged."""
        with ThreadPoolExecutor(at_once) as pool:
            comers = [pool.submit(self._come) for _ in range(at_once)]
            try:
                yield self
            except BaseException:
                self._enough.set()
                raise
            for comer in comers:
                comer.result()

    def until(self, acknowledged: float) -> None:
        """Wait until this share of the people is acknowledged."""
        while len(self.acknowledged) < self._people * acknowledged:
            time.sleep(0.01)

    def enough_after(self, more: int) -> None:
        """Let so many more be acknowledged, and nobody after them."""
        self._people = len(self.acknowledged) + more

    def _come(self) -> None:
        while len(self.acknowledged) < self._people and not self._enough.is_set():
            person = Person(self._site, self._kind)
            try:
                status, seconds = person.register()
            except (OSError, http.client.HTTPException):
                status, seconds = NO_ANSWER, 0.0
            self.answers[status] += 1
            if status == SEE_OTHER:
                self.acknowledged[person.email] = seconds
            else:
                time.sleep(BREATH)
            person.close()

    @property
    def times(self) -> list[float]:
        """The milliseconds from each form to its answer."""
        return [seconds * 1000 for seconds in self.acknowledged.values()]

    @property
    def turned_away(self) -> str:
        """Everything but acknowledgements, in words."""
        others = {status: count for status, count in sorted(self.answers.items()) if status != SEE_OTHER}
        return ", ".join(f"{count} x {status or 'no answer'}" for status, count in others.items()) or "nobody"
