"""Every second the oldest process is killed: how many pages fail, forms are done twice, sign-ups are lost."""

import json
import os
import signal
import time
from collections import Counter

import psycopg

from bench.deploy.serving import tell, whole_site
from tests.support.load import Load, read, register
from tests.support.site import Site, wait_until

SECONDS, ANSWERS = 60, 20


def main() -> None:
    with whole_site() as running:
        with Load(running, register) as newcomers, Load(running, read) as readers:
            end = time.monotonic() + SECONDS
            while time.monotonic() < end:
                time.sleep(1)
                readers.wait_for(ANSWERS)  # on a busy machine a process needs longer to begin
                if workers := running.servers[0].workers:
                    os.kill(workers[0], signal.SIGKILL)
        tell(readers)
        tell(newcomers)
        tell_of_forms(running, newcomers)


def tell_of_forms(running: Site, newcomers: Load) -> None:
    accepted = newcomers.counted["POST", 303]
    with psycopg.connect(running.environment["DATABASE_URL"].replace("+psycopg", "")) as connection:
        rows, users = connection.execute(
            "SELECT count(*), count(DISTINCT user_id) FROM account_events WHERE kind = 'account:registered'"
        ).fetchone()
        mails = connection.execute("SELECT count(*) FROM messages WHERE template = 'email/confirm'").fetchone()[0]
    wait_until(lambda: len(running.front.log) >= len(newcomers.asked))
    log = [json.loads(line) for line in running.front.log]
    again = Counter(line["method"] for line in log if "," in line["upstream_status"])
    print(f"   asked again by nginx: {dict(again)}")
    print(f"   sign-ups acknowledged {accepted}, stored {users}, lost {max(0, accepted - users)}")
    print(f"   doubled {rows - users}, without mail {max(0, users - mails)}")
