"""Answers that take the same time whatever there was to do."""

import time

import pytest

from app.auth import login
from app.pace import same_pace

LEAST = 0.05  # seconds


def elapsed(since: float) -> float:
    return time.monotonic() - since


def test_quick_work_takes_as_long_as_it_should():
    begun = time.monotonic()
    with same_pace(LEAST):
        pass

    assert elapsed(begun) >= LEAST


def test_so_does_work_that_fails():
    begun = time.monotonic()
    with pytest.raises(ValueError, match="it failed"), same_pace(LEAST):
        raise ValueError("it failed")

    assert elapsed(begun) >= LEAST


def test_a_sign_in_is_paced(browser, ada, monkeypatch):
    monkeypatch.setattr(login, "WITH_HASHES", 0.5)
    page = browser.get("/auth/login")

    begun = time.monotonic()
    browser.submit("/auth/login", email=ada.email, password="not the password")

    assert (page.status, elapsed(begun) >= 0.5) == (200, True)
