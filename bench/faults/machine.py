"""The machine: free ports, processes and whose children they are, and waiting with an end."""

import os
import random
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from math import inf
from pathlib import Path

BELOW_EPHEMERAL = range(20000, 32000)  # a port that is free again stays free, unlike those of outgoing connections


def free_port() -> int:
    while True:
        port = random.choice(BELOW_EPHEMERAL)  # noqa: S311 - choosing, not guessing
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def waited(condition: Callable[[], bool], within: float) -> float:
    """The seconds until it came true; infinity if it did not in time."""
    begun = time.monotonic()
    while not condition():
        if time.monotonic() - begun > within:
            return inf
        time.sleep(0.05)
    return time.monotonic() - begun


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def family(pid: int) -> list[int]:
    """The process, its children, theirs, and so on."""
    return [pid, *(member for child in children(pid) for member in family(child))]


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def kill(*pids: int) -> None:
    """SIGKILL: no handler runs, nothing is finished."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def end(process: subprocess.Popen[bytes] | None, within: float = 20) -> None:
    """Ask it to end; whoever does not in time is killed with all its children."""
    if process is None:
        return
    with suppress(subprocess.TimeoutExpired):
        process.terminate()
        process.wait(within)
        return
    kill(*family(process.pid))
    process.wait()


def owner_of(port: int) -> int:
    """The process that has opened this local port of a connection on loopback."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[1] == f"0100007F:{port:04X}" and (owner := holder_of(f"socket:[{fields[9]}]")):
            return owner
    raise LookupError(f"nobody owns port {port}")


def holder_of(file: str) -> int | None:
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):
            if str(link.readlink()) == file:
                return int(re.findall(r"\d+", str(link))[0])
    return None


def busy() -> str:
    """How much others are at work: the load of the last minute."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
