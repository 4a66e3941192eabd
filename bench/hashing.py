"""What Argon2id alone allows: verifies, at the cost of every contender, in as many threads as it is told.

By the library of its environment: PyNaCl in ours, argon2-cffi in the peers'.

python bench/hashing.py SECONDS THREADS
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise

SECRET = "correct horse battery staple"  # noqa: S105 - the example's
PASSES, KIBIBYTES = 2, 19456


def verifier() -> Callable[[], bool]:
    try:
        from nacl import pwhash  # noqa: PLC0415 - which the peers lack
    except ImportError:
        from argon2 import PasswordHasher  # noqa: PLC0415

        hasher = PasswordHasher(PASSES, KIBIBYTES, parallelism=1)
        return partial(hasher.verify, hasher.hash(SECRET), SECRET)
    encoded = pwhash.argon2id.str(SECRET.encode(), PASSES, KIBIBYTES * 1024)
    return partial(pwhash.verify, encoded, SECRET.encode())


verify = verifier()


def verify_until(end: float) -> list[float]:
    """How long each verification took, one after the other."""
    times = [time.perf_counter()]
    while times[-1] < end:
        verify()
        times.append(time.perf_counter())
    return [after - before for before, after in pairwise(times)]


def main(seconds: float, threads: int) -> None:
    begun = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        times = [one for share in pool.map(verify_until, [begun + seconds] * threads) for one in share]
    rate = len(times) / (time.perf_counter() - begun)
    print(json.dumps({"rate": rate, "median": statistics.median(times) * 1000}))


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
