"""The thread that hashes passwords."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app import hashing
from tests.support.settings import ROOT

STATUS = Path("/proc/self/status")
# Prints how many KiB less than at most the process holds.
HASHED = f"""
from app import passwords
passwords.hash_password("one")
held = dict(line.split(":") for line in open("{STATUS}"))
print(int(held["VmHWM"].split()[0]) - int(held["VmRSS"].split()[0]))
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


def test_an_error_is_raised_where_the_result_is_awaited():
    with pytest.raises(ZeroDivisionError):
        hashing.run(lambda: 1 // 0)

    assert hashing.run(lambda: 1 // 1) == 1


@pytest.mark.skipif(not STATUS.exists(), reason="only Linux says so what a process holds")
def test_a_hash_s_memory_is_given_back():
    run = subprocess.run([sys.executable, "-c", HASHED], cwd=ROOT, capture_output=True, text=True, check=True)

    assert int(run.stdout) > 0.9 * A_HASH
