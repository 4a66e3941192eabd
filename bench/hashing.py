"""What Argon2id alone allows: verifies, at the cost of every contender, in as many threads as it is told.

python bench/hashing.py SECONDS THREADS
"""

import json
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

from argon2 import PasswordHasher

hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
SECRET = "correct horse battery staple"  # noqa: S105 - the example's
encoded = hasher.hash(SECRET)


def verify(end: float) -> list[float]:
    """How long each verification took, one after the other."""
    times = [time.perf_counter()]
    while times[-1] < end:
        hasher.verify(encoded, SECRET)
        times.append(time.perf_counter())
    return [after - before for before, after in pairwise(times)]


def main(seconds: float, threads: int) -> None:
    begun = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        times = [one for share in pool.map(verify, [begun + seconds] * threads) for one in share]
    rate = len(times) / (time.perf_counter() - begun)
    print(json.dumps({"rate": rate, "median": statistics.median(times) * 1000}))


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
