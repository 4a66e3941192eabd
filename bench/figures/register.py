"""A registration's median, four at a time, while the mail server takes two seconds for each mail."""

import itertools
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from field import MAIL_PORT, Server, serving_all, slow_mail
from figures.signin import hashing
from load import expect
from plan import Plan
from report import Row

AT_A_TIME = 4
HASH = "hash, four at a time"
SECONDS_A_MAIL = 2
ROOM = 15  # milliseconds beside the hash
PASSWORD = "seven quiet otters by the river"  # noqa: S105 - the example's
MAIL = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(MAIL_PORT), "MAIL_USE_TLS": "0"}


def measure(plan: Plan) -> list[Row]:
    with slow_mail(SECONDS_A_MAIL), serving_all(plan.with_accounts, **MAIL) as servers:
        runs = [(server.contender.name, partial(sign_ups, server, itertools.count())) for server in servers]
        found = plan.in_turn((HASH, hash_in_company), *runs)
    medians = {name: statistics.median(values) for name, values in found.items()}
    beyond = {name: value - medians[HASH] for name, value in medians.items() if name != HASH}
    return [
        *(Row("POST register", name, value, "ms") for name, value in medians.items()),
        *(
            Row("POST register, beyond the hash", name, value, "ms", target=target(name))
            for name, value in beyond.items()
        ),
    ]


def target(name: str) -> str:
    return f"<= {ROOM}" if name == "ours" else ""


def hash_in_company(seconds: float) -> float:
    """Milliseconds of a hash when four are made at a time, two in each of two processes."""
    return statistics.median(said["median"] for said in hashing(seconds, threads=AT_A_TIME // 2))


def sign_ups(server: Server, numbers: Iterator[int], seconds: float) -> float:
    """The median in milliseconds."""
    end = time.monotonic() + seconds
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        shares = [pool.submit(sign_up_until, end, server, numbers) for _share in range(AT_A_TIME)]
        return statistics.median(took for share in shares for took in share.result())


def sign_up_until(end: float, server: Server, numbers: Iterator[int]) -> list[float]:
    times = []
    while time.monotonic() < end or not times:
        times.append(sign_up(server, next(numbers)))
    return times


def sign_up(server: Server, number: int) -> float:
    visitor = server.visitor(number)
    visitor.get("/auth/register")
    names = dict.fromkeys(server.contender.new_password, PASSWORD)
    begun = time.perf_counter()
    status = visitor.post("/auth/register", email=f"new{number}@example.org", username=f"new{number}", **names)
    took = (time.perf_counter() - begun) * 1000
    expect(status in {302, 303}, server, f"registering answered {status}")
    return took
