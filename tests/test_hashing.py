"""The thread that hashes passwords."""

import ctypes
import os
import subprocess
import sys
import threading

import pytest

from app import hashing
from tests.support.settings import ROOT

HASHED_TWICE = """
from app import hashing, passwords

def held():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmRSS"))

hashing.run(hashing.give_back_memory)  # as a process does that has not hashed yet
for password in ("one", "two"):
    passwords.hash_password(password)
before = held()
hashing.run(hashing.give_back_memory)
print(before - held())
"""
A_HASH = 19456  # KiB


def niceness() -> int:
    """Of the thread that asks."""
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def refuse(*_what: object) -> None:
    raise ProcessLookupError


def test_there_is_one_thread_of_its_own():
    threads = {hashing.run(lambda: threading.current_thread().name) for _ in range(5)}

    assert threads == {"hashing"}


def test_it_steps_back():
    assert hashing.run(niceness) == niceness() + hashing.NICE


def test_it_works_where_threads_have_no_priority_of_their_own(monkeypatch):
    monkeypatch.setattr(os, "setpriority", refuse)

    done = []
    waiting = threading.Thread(target=lambda: done.append(hashing.HashingThread().run(lambda: "done")), daemon=True)
    waiting.start()
    waiting.join(timeout=10)

    assert done == ["done"]


def test_it_works_where_memory_cannot_be_given_back(monkeypatch):
    monkeypatch.setitem(sys.modules, "ctypes", None)

    assert hashing.run(hashing.give_back_memory) is None


def test_an_error_is_raised_where_the_result_is_awaited():
    with pytest.raises(ZeroDivisionError):
        hashing.run(lambda: 1 // 0)

    assert hashing.run(lambda: 1 // 1) == 1


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="the C library is not glibc")
def test_memory_is_kept_from_hash_to_hash_and_then_given_back():
    run = subprocess.run([sys.executable, "-c", HASHED_TWICE], cwd=ROOT, capture_output=True, text=True, check=True)

    assert int(run.stdout) > 0.9 * A_HASH


def test_it_rests_once_and_then_goes_on(monkeypatch):
    rested = threading.Semaphore(0)
    monkeypatch.setattr(hashing, "REST", 0.01)
    monkeypatch.setattr(hashing, "give_back_memory", rested.release)
    thread = hashing.HashingThread()

    for password in ("one", "two"):
        assert thread.run(lambda password=password: password) == password
        assert rested.acquire(timeout=10)
    assert not rested.acquire(blocking=False)
