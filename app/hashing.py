"""Where passwords are hashed: in one thread a process, at a lower priority, so that pages stay quick meanwhile.

So the memory for it is bounded, too.
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import cache
from queue import SimpleQueue
from typing import Any, TypeVar

NICE = 10

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
            answer(*self._waiting.get())


def answer(future: Future[Any], work: Callable[[], Any]) -> None:
    try:
        future.set_result(work())
    except BaseException as error:  # noqa: BLE001 - it is raised where the result is awaited
        future.set_exception(error)


@cache
def _thread() -> HashingThread:
    return HashingThread()


os.register_at_fork(after_in_child=_thread.cache_clear)
