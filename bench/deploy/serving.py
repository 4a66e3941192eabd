"""The whole site for a measurement, and how its figures are told."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import settings, site
from tests.support.load import Load

settings.clear_environment()


@contextmanager
def whole_site(**own: str) -> Iterator[site.Site]:
    """One nginx, one gunicorn, PostgreSQL and Redis; without limits by IP address, since all comes from one."""
    if missing := site.what_is_missing():
        raise SystemExit(missing)
    with tempfile.TemporaryDirectory() as folder:
        servers = int(own.pop("servers", "1"))
        with site.running(Path(folder), servers=servers, **({"RATELIMIT_ENABLED": "0"} | own)) as running:
            yield running


def tell(load: Load) -> None:
    """How often each answer was given, and how long it took."""
    good = sum(count for (_what, status), count in load.counted.items() if status in {200, 303})
    print(f"   {len(load.asked)} requests, {len(load.asked) - good} not as they should be: {dict(load.counted)}")
    p50, p99, slowest = (load.slowest(share) * 1000 for share in (0.5, 0.99, 1))
    print(f"   p50 {p50:.0f} ms, p99 {p99:.0f} ms, max {slowest:.0f} ms")
    print(f"   {os.cpu_count()} processors, load average {os.getloadavg()[0]:.1f}")


def resident(pids: list[int]) -> int:
    """The memory of these processes, in kilobytes."""
    return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4 for pid in pids)
