"""Where passwords are hashed: in one thread a process, at a lower priority, so that pages stay quick meanwhile.

So the memory for it is bounded, too: the allocator keeps what one hash takes, because taking it anew makes the next one
half as long again. Once nobody has signed in for a while, the system gets it back.
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import cache
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

NICE = 10
REST = 1.0  # seconds without a hash until memory is given back
# mallopt(3)'s names for how much free memory a thread keeps, and what is so large that it is never kept.
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
KEPT = 32 * 1024 * 1024  # bytes; more than a hash takes, and the most that mallopt takes for the second
LARGE = 256 * 1024  # bytes

Result = TypeVar("Result")


def run(work: Callable[[], Result]) -> Result:
    """What the work says, or raises, once the thread has come to it."""
    return _thread().run(work)


def at_work() -> int:
    """How many pieces of work this process has not done yet; the server gives it less to do for each."""
    return len(_thread().unfinished)


class HashingThread:
    """Does one piece of work after the other, in the order of their coming."""

    def __init__(self) -> None:
        self.unfinished: set[Future[Any]] = set()
        self._waiting: SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = SimpleQueue()
        threading.Thread(target=self._serve, name="hashing", daemon=True).start()

    def run(self, work: Callable[[], Result]) -> Result:
        future: Future[Result] = Future()
        self.unfinished.add(future)
        future.add_done_callback(self.unfinished.discard)
        self._waiting.put((future, work))
        return future.result()

    def _serve(self) -> None:
        with suppress(OSError):  # where threads have no priority of their own
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        while True:
            answer(*self._next())

    def _next(self) -> tuple[Future[Any], Callable[[], Any]]:
        try:
            return self._waiting.get(timeout=REST)
        except Empty:
            give_back_memory()
            return self._waiting.get()


def answer(future: Future[Any], work: Callable[[], Any]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:  # noqa: BLE001 - it is raised where the result is awaited
        future.set_exception(error)


def give_back_memory() -> None:
    """What this thread has freed goes back to the system, where the C library lets us say so (glibc's mallopt)."""
    try:
        import ctypes  # noqa: PLC0415 - only who rests needs it, and a few builds of Python lack it
    except ImportError:
        return
    if say := getattr(ctypes.CDLL(None), "mallopt", None):
        say(TRIM_THRESHOLD, 0)
        bytearray(LARGE)  # freeing it is when the allocator looks
        say(TRIM_THRESHOLD, KEPT)
        say(MMAP_THRESHOLD, KEPT)


@cache
def _thread() -> HashingThread:
    return HashingThread()


os.register_at_fork(after_in_child=_thread.cache_clear)
