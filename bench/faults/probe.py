"""A process that only claims, so many times, and prints the milliseconds of each as JSON.

python -m bench.faults.probe TIMES
"""

import json
import sys
import time

from app.email import outbox
from wsgi import app


def claim_once() -> float:
    begun = time.perf_counter()
    outbox.claim()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    with app.app_context():
        outbox.claim()  # opens the connection
        print(json.dumps([claim_once() for _ in range(int(sys.argv[1]))]))
