"""Sign-ins a second, of the pure Argon2id verifications that two processes can do."""

import json
import subprocess
import sys
from functools import partial

import load
from field import BENCH, FIELD, THEIRS, serving_all
from plan import Plan
from report import Row, ratios

PROCESSES = 2
LIBRARIES = {"argon2-cffi": THEIRS, "PyNaCl": sys.executable}  # and in which environment each is


def measure(plan: Plan) -> list[Row]:
    pure = {library: partial(verifications, library) for library in libraries(plan)}
    with serving_all(plan.with_accounts) as servers:
        runs = [
            (server.contender.name, partial(load.wrk, server, load.sign_ins(server), connections=load.WAITING))
            for server in servers
        ]
        found = plan.in_turn(*pure.items(), *runs)
    return [row for library in pure for row in ratios("POST sign-in", found, library, ">= 0.90")]


def libraries(plan: Plan) -> list[str]:
    """By which the contenders hash."""
    used = {FIELD[name].python for name in plan.with_accounts}
    return [library for library, python in LIBRARIES.items() if python in used]


def verifications(library: str, seconds: float) -> float:
    return sum(said["rate"] for said in hashing(library, seconds, threads=1))


def hashing(library: str, seconds: float, threads: int) -> list[dict[str, float]]:
    """What processes of their own say that do nothing else."""
    command = [LIBRARIES[library], str(BENCH / "hashing.py"), str(seconds), str(threads)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _process in range(PROCESSES)]
    return [json.loads(process.communicate()[0]) for process in running]
