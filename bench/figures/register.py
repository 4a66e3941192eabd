"""A registration's median, four at a time, while the mail server takes two seconds for each mail."""

import itertools
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from field import MAIL_PORT, Server, serving_all, slow_mail
from figures.signin import hashing, libraries
from load import expect
from plan import Plan
from report import Row

AT_A_TIME = 4
SECONDS_A_MAIL = 2
ROOM = 15  # milliseconds beside the hash
PASSWORD = "seven quiet otters by the river"  # noqa: S105 - the example's
MAIL = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(MAIL_PORT), "MAIL_USE_TLS": "0"}


def measure(plan: Plan) -> list[Row]:
    hashes = {f"{library}, four at a time": partial(hash_in_company, library) for library in libraries(plan)}
    with slow_mail(SECONDS_A_MAIL), serving_all(plan.with_accounts, **MAIL) as servers:
        runs = [(server.contender.name, partial(sign_ups, server, itertools.count())) for server in servers]
        found = plan.in_turn(*hashes.items(), *runs)
    medians = {name: statistics.median(values) for name, values in found.items()}
    return [
        *(Row("POST register", name, value, "ms") for name, value in medians.items()),
        *(beyond(name, one, medians) for one in hashes for name in plan.with_accounts),
    ]


def beyond(name: str, one: str, medians: dict[str, float]) -> Row:
    """What registering takes longer than such a hash."""
    target = f"<= {ROOM}" if name == "ours" else ""
    return Row(f"POST register, beyond {one}", name, medians[name] - medians[one], "ms", target=target)


def hash_in_company(library: str, seconds: float) -> float:
    """Milliseconds of a hash when four are made at a time, two in each of two processes."""
    return statistics.median(said["median"] for said in hashing(library, seconds, threads=AT_A_TIME // 2))


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
