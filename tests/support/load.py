"""People who keep asking, all at once, and what they were answered."""

import http.client
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple, Self

from tests.support.people import PASSWORD
from tests.support.site import Site
from tests.support.visitor import Visitor

# One visit: given the visitor and a number that nobody else has, it says what was asked and answered.
Visit = Callable[[Visitor, int], Iterator[tuple[str, int | str]]]


class Asked(NamedTuple):
    """One thing that was asked."""

    what: str
    status: int | str
    seconds: float


class Load:
    """So many visitors, each paying one visit after another until the block ends."""

    def __init__(self, site: Site, visit: Visit, visitors: int = 4) -> None:
        self.asked: list[Asked] = []
        self._site, self._visit, self._over = site, visit, threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(number,)) for number in range(visitors)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, count: int) -> None:
        """Let so many more things be asked."""
        until = len(self.asked) + count
        while len(self.asked) < until:
            time.sleep(0.02)

    @property
    def counted(self) -> Counter[tuple[str, int | str]]:
        return Counter((one.what, one.status) for one in self.asked)

    def slowest(self, share: float = 0.99) -> float:
        """The seconds within which this share was answered."""
        times = sorted(one.seconds for one in self.asked)
        return times[min(len(times) - 1, int(len(times) * share))]

    def _run(self, number: int) -> None:
        visitor = Visitor(self._site)
        while not self._over.is_set():
            number += 1_000
            try:
                self._note(self._visit(visitor, number))
            except (OSError, http.client.HTTPException) as error:
                self.asked.append(Asked("line", type(error).__name__, 0))
        visitor.hang_up()

    def _note(self, answers: Iterator[tuple[str, int | str]]) -> None:
        begun = time.perf_counter()
        for what, status in answers:
            self.asked.append(Asked(what, status, time.perf_counter() - begun))
            begun = time.perf_counter()


def read(visitor: Visitor, _number: int) -> Iterator[tuple[str, int | str]]:
    """Two pages."""
    yield "GET", visitor.get("/").status
    yield "GET", visitor.get("/auth/login").status


def introduce_oneself(visitor: Visitor, number: int) -> Iterator[tuple[str, int | str]]:
    """The home page, then its form, which nobody's account needs."""
    page = visitor.get("/")
    yield "GET", page.status
    if token := page.csrf_token:
        yield "POST", visitor.post("/", csrf_token=token, name=f"Visitor {number}").status


def register(visitor: Visitor, number: int) -> Iterator[tuple[str, int | str]]:
    """An account, whose row tells how often the form was taken."""
    page = visitor.get("/auth/register")
    yield "GET", page.status
    if token := page.csrf_token:
        name = f"visitor{number}"
        fields = {"email": f"{name}@example.com", "username": name, "password": PASSWORD, "password2": PASSWORD}
        yield "POST", visitor.post("/auth/register", csrf_token=token, **fields).status
