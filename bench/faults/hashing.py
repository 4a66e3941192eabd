"""Only the password hash, as often and by as many at once as people register; prints milliseconds as JSON.

python -m bench.faults.hashing TIMES AT_ONCE
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from app import passwords
from bench.faults.load import PASSWORD


def hash_once(_number: int) -> float:
    begun = time.perf_counter()
    passwords.hash_password(PASSWORD)
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    times, at_once = map(int, sys.argv[1:])
    hash_once(0)
    with ThreadPoolExecutor(at_once) as pool:
        print(json.dumps(list(pool.map(hash_once, range(times)))))
