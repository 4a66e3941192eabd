"""The signed-in home while eight people sign in without end, and how many of them get through."""

import json
import time
from collections import defaultdict

import load
from field import Server, serving_all
from plan import CALM, Plan
from report import Row, percentile

AT_A_TIME = 8
P99 = 0.99


def measure(plan: Plan) -> list[Row]:
    """Beside the contenders also ours without its one hashing thread a process."""
    with serving_all([*plan.with_accounts, "unbounded"]) as servers:
        calm: dict[str, list[float]] = defaultdict(list)
        wild: dict[str, list[float]] = defaultdict(list)
        rates: dict[str, list[float]] = defaultdict(list)
        prepared = {server.contender.name: (load.signed_in(server, 1), sign_ins(server)) for server in servers}
        for _round in range(plan.rounds):
            for server in servers:
                page, storm = prepared[server.contender.name]
                calm[server.contender.name] += load.probe(server, page, plan.seconds)
                times, rate = in_a_storm(server, page, storm, plan.seconds)
                wild[server.contender.name] += times
                rates[server.contender.name].append(rate)
                time.sleep(CALM)
    return [row for name in calm for row in rows(name, calm[name], wild[name], rates)]


def sign_ins(server: Server) -> list[str]:
    return load.on_new_connections(load.sign_ins(server))


def in_a_storm(server: Server, page: str, storm: list[str], seconds: float) -> tuple[list[float], float]:
    with load.loading(server, storm, seconds + 1, AT_A_TIME) as running:
        times = load.probe(server, page, seconds)
        said, _nothing = running.communicate()
    return times, json.loads(said.rpartition("JSON ")[2])["rate"]


def rows(name: str, calm: list[float], wild: list[float], rates: dict[str, list[float]]) -> list[Row]:
    quiet, loud = percentile(calm, P99), percentile(wild, P99)
    rate, unbounded = (sorted(values)[len(values) // 2] for values in (rates[name], rates["unbounded"]))
    return [
        Row("home, p99, idle", name, quiet, "ms"),
        Row("home, p99, in a storm", name, loud, "ms", loud / quiet, "idle", "<= 2.5" * (name == "ours")),
        Row("sign-ins in the storm", name, rate, "/s", rate / unbounded, "unbounded", ">= 1" * (name == "ours")),
    ]
