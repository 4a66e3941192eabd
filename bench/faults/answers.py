"""Claim 7: how long registering takes beside its password hash, with a mail server that takes its time."""

import json
import subprocess
import sys
from collections.abc import Iterator
from statistics import median

from bench.faults.databases import database
from bench.faults.load import AT_ONCE, Crowd
from bench.faults.machine import busy
from bench.faults.report import Finding, Plan
from bench.faults.sink import sinking
from bench.faults.site import WORKERS, Site, serving
from bench.server import ROOT

SHARE = 10  # of the people, for each row
AT_MOST = 15  # milliseconds beyond the hash
PER_MAIL = "2"  # seconds


def claim(plan: Plan) -> Iterator[Finding]:
    with (
        database(plan.database, plan.folder) as url,
        sinking(plan.folder) as sink,
        serving(plan.folder, url, sink) as site,
    ):
        sink.behave(f"slow {PER_MAIL}")
        people = max(plan.people // SHARE, 20)
        Crowd(site, people // 4).register()  # what is only done once is done
        for at_once in (1, AT_ONCE):
            registering = median(Crowd(site, people).register(at_once).times)
            hashing = hash_alone(site, people, at_once)
            yield Finding(
                f"{at_once} at a time register, {PER_MAIL} s a mail",
                f"median {registering:.1f} ms, its hash alone {hashing:.1f} ms: {registering - hashing:.1f} ms more; "
                f"{busy()}",
                holds=registering <= hashing + AT_MOST,
            )


def hash_alone(site: Site, times: int, at_once: int) -> float:
    """The median in as many processes as the site has, as far as there is work for them."""
    processes = min(WORKERS, at_once)
    numbers = [str(times // processes), str(at_once // processes)]
    command = [sys.executable, "-m", "bench.faults.hashing", *numbers]
    running = [
        subprocess.Popen(command, cwd=ROOT, env=site.environment, stdout=subprocess.PIPE) for _ in range(processes)
    ]
    return median(value for process in running for value in json.loads(process.communicate()[0]))
