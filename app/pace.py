"""Answers that take the same time whatever there was to do, so that no stopwatch reads them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

# Seconds; several times what the work takes, so that what is left to wait hides how much there was.
LEAST = 0.05


@contextmanager
def same_pace() -> Iterator[None]:
    """Do the work, then wait until the time is up."""
    end = time.monotonic() + LEAST
    yield
    time.sleep(max(0.0, end - time.monotonic()))
