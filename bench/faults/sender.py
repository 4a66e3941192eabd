"""A process that does nothing but deliver until nothing is due, and writes down how long each claim took.

python -m bench.faults.sender FILE
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from app.email import outbox
from app.email.delivery import deliver_due
from app.models import Message
from wsgi import app

TIMES: list[float] = []


def timed(claim: Callable[[], Sequence[Message]]) -> Callable[[], Sequence[Message]]:
    """The claim itself, with a note of its milliseconds if it found something."""

    def claim_and_note() -> Sequence[Message]:
        begun = time.perf_counter()
        messages = claim()
        if messages:
            TIMES.append((time.perf_counter() - begun) * 1000)
        return messages

    return claim_and_note


if __name__ == "__main__":
    outbox.claim = timed(outbox.claim)
    with app.app_context():
        while Message.any_due():
            deliver_due()
    Path(sys.argv[1]).write_text(json.dumps(TIMES))
