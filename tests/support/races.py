"""Many requests in the same instant, and one request that overtakes another at its weakest point."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Thread, current_thread
from typing import Any

from sqlalchemy import event

from app import db
from tests.support.client import Browser

PATIENCE = 30  # seconds
HEAD_START = 0.5  # seconds; whoever is held up by a lock for longer is held up rightly


def at_once(requests: Sequence[Callable[[], Any]]) -> Counter[Any]:
    """Make all requests when every one of them is ready; how often each answer was given."""
    barrier = Barrier(len(requests))

    def run(request: Callable[[], Any]) -> Any:
        barrier.wait(PATIENCE)
        return request()

    with ThreadPoolExecutor(len(requests)) as pool:
        return Counter(pool.map(run, requests))


def request(browser: Browser, method: str, path: str, **fields: str) -> tuple[int, str | None]:
    """One request from a thread: its status and where it leads."""
    with browser.app.app_context():
        answer = browser.client.open(path, method=method, data=fields)
    return answer.status_code, answer.headers.get("Location")


@contextmanager
def overtaken(words: str, times: int, other: Callable[[], Any]) -> Iterator[list[Any]]:
    """Let another request run to its end right after this thread's so-manieth statement with the words.

    Where the database makes the other one wait, this one goes on, and the other ends after it.
    """
    answers: list[Any] = []
    thread = Thread(target=lambda: answers.append(other()))
    here, seen = current_thread(), []

    def listen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if current_thread() is here and words in statement:
            seen.append(statement)
            if len(seen) == times:
                thread.start()
                thread.join(HEAD_START)

    event.listen(db.engine, "after_cursor_execute", listen)
    try:
        yield answers
    finally:
        event.remove(db.engine, "after_cursor_execute", listen)
        thread.join(PATIENCE)
