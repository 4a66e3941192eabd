"""Sign-ins a second, of the pure Argon2id verifications that two processes can do."""

import json
import subprocess
import sys
from functools import partial

import load
from field import BENCH, serving_all
from plan import Plan
from report import Row, ratios

PROCESSES = 2


def measure(plan: Plan) -> list[Row]:
    with serving_all(plan.with_accounts) as servers:
        runs = [
            (server.contender.name, partial(load.wrk, server, load.sign_ins(server), connections=load.WAITING))
            for server in servers
        ]
        found = plan.in_turn(("hash", verifications), *runs)
    return ratios("POST sign-in", found, "hash", ">= 0.90")


def verifications(seconds: float) -> float:
    return sum(said["rate"] for said in hashing(seconds, threads=1))


def hashing(seconds: float, threads: int) -> list[dict[str, float]]:
    """What processes of their own say that do nothing else."""
    command = [sys.executable, str(BENCH / "hashing.py"), str(seconds), str(threads)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _process in range(PROCESSES)]
    return [json.loads(process.communicate()[0]) for process in running]
