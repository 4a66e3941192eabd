"""The mail server of the claims: a process of its own, whose manners change by a word."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench.faults.machine import end, free_port
from bench.server import ROOT, wait_for_port


class Accepted(NamedTuple):
    """A mail that the server said 250 to."""

    message_id: str
    recipient: str


class Sink:
    """Started, stopped, told how to behave, and asked what it got."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.accepted: list[Accepted] = []
        self.commands: list[tuple[str, str]] = []
        self._read = 0
        self._process: subprocess.Popen[bytes] | None = None
        self.behave("normal")

    def behave(self, mode: str) -> None:
        """From the next connection on; the modes are in `sink_server.py`."""
        (self.folder / "mode").write_text(mode)

    def start(self) -> None:
        command = [sys.executable, "-m", "bench.faults.sink_server", str(self.port), str(self.folder)]
        self._process = subprocess.Popen(command, cwd=ROOT)
        wait_for_port(self.port)

    def stop(self) -> None:
        end(self._process)
        self._process = None

    def recover(self) -> None:
        """Be there, and normal to whoever connects from now on."""
        self.behave("normal")
        if self._process is None:
            self.start()

    def look(self) -> list[Accepted]:
        """All mails that were accepted until now."""
        with (self.folder / "record").open("rb") as record:
            record.seek(self._read)
            new = record.read()
        whole = new[: new.rfind(b"\n") + 1]
        self._read += len(whole)
        for kind, *rest in (line.split("\t") for line in whole.decode().splitlines()):
            if kind == "accepted":
                self.accepted.append(Accepted(*rest))
            else:
                self.commands.append((rest[0], rest[1]))
        return self.accepted

    @property
    def ids(self) -> set[str]:
        return {mail.message_id for mail in self.look()}

    @property
    def killed(self) -> list[int]:
        """The senders that were killed between the server's 250 and their mark."""
        file = self.folder / "killed"
        return [int(pid) for pid in file.read_text().split()] if file.exists() else []


@contextmanager
def sinking(folder: Path) -> Iterator[Sink]:
    sink = Sink(folder)
    sink.start()
    try:
        yield sink
    finally:
        sink.stop()
