"""Counting in memory while the database is away, by many threads at once."""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.extensions import limiter
from app.limit_fallback import CountsOneByOne

THREADS, TIMES = 16, 300


@pytest.fixture
def eager_switching():
    """Let the threads take turns as often as can be, so that they meet in every place."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def test_all_are_counted_however_many_come_in_the_same_moment(eager_switching):
    counters, together = CountsOneByOne(), Barrier(THREADS)

    def count(_thread: int) -> None:
        together.wait()
        counters.incr("somebody", 60)

    with ThreadPoolExecutor(THREADS) as pool:
        for _time in range(TIMES):
            counters.timer.join()  # what comes next starts it anew
            list(pool.map(count, range(THREADS)))

    assert counters.get("somebody") == THREADS * TIMES


def test_it_is_what_the_site_falls_back_on(app):
    assert type(limiter._fallback_limiter.storage) is CountsOneByOne  # noqa: SLF001 - where Flask-Limiter keeps it
