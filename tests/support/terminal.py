"""A command at a terminal: what stands there, and what is typed."""

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.requirements import need
from tests.support.settings import ROOT

PATIENCE = 30  # seconds


class Terminal:
    """The screen and the keyboard of one running command."""

    def __init__(self, end: int, process: "subprocess.Popen[bytes]") -> None:
        self.end = end
        self.process = process
        self.screen = ""
        self._waited_for = 0

    def wait_for(self, words: str) -> None:
        """Read until the words stand on the screen, after those that were waited for before."""
        until = time.monotonic() + PATIENCE
        while words not in self.screen[self._waited_for :]:
            ready, _, _ = select.select([self.end], [], [], max(0.0, until - time.monotonic()))
            assert ready, f"{words!r} did not come: {self.screen}"
            self.screen += os.read(self.end, 4096).decode()
        self._waited_for = self.screen.index(words, self._waited_for) + len(words)

    def type(self, line: str) -> None:
        os.write(self.end, f"{line}\n".encode())


def a_terminal() -> tuple[int, int]:
    """Our end of a new one, and the command's."""
    try:
        return pty.openpty()
    except OSError:
        need("a pseudo-terminal; this machine has none (mount -t devpts devpts /dev/pts)")
        raise


@contextmanager
def typing(environment: dict[str, str], *arguments: str) -> Iterator[Terminal]:
    """`flask` with these arguments, at a terminal of its own, until the block ends."""
    ours, its = a_terminal()
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=its, stdout=its, stderr=its) as process:
        os.close(its)
        try:
            yield Terminal(ours, process)
        finally:
            process.terminate()
            process.wait(PATIENCE)
            os.close(ours)
