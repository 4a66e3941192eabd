"""A server that is away: whoever has waited for it tells the others, so that not each of them waits too."""

from math import inf
from threading import Lock
from time import monotonic


class Outage:
    """Remembers, in one process, that a server did not answer; now and then one caller may try it again."""

    def __init__(self, pause: float, longest_try: float) -> None:
        self._pause = pause
        self._longest_try = longest_try
        self._until = 0.0
        self._away = False
        self._answered = 0.0
        self.why = ""  # it did not answer, in the words of whoever waited last
        self._lock = Lock()

    def may_try(self) -> bool:
        """Whether to ask the server: always while it answers, else one at a time, after a pause."""
        with self._lock:
            if not self._away:
                return True
            if monotonic() < self._until:
                return False
            self._until = monotonic() + self._longest_try
            return True

    def begin(self, why: str = "", asked: float = inf) -> None:
        """It did not answer who asked then, in `monotonic` seconds; but if it answered anybody since, it is back."""
        with self._lock:
            if asked < self._answered:
                return
            self._away = True
            self.why = why
            self._until = monotonic() + self._pause

    def end(self) -> None:
        """It answered."""
        self._away, self._answered = False, monotonic()
