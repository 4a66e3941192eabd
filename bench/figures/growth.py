"""Sign-in, home and profile with many accounts, in the time that few of them need."""

import statistics
from contextlib import ExitStack
from functools import partial

import load
from field import Server, serving
from plan import Plan
from report import Row

PAGES = {"POST sign-in": load.sign_ins, "GET signed-in home": load.home, "GET profile": load.profiles}


def measure(plan: Plan) -> list[Row]:
    return [row for name in plan.with_accounts for row in growth(name, plan)]


def growth(name: str, plan: Plan) -> list[Row]:
    with ExitStack() as stack:
        small, big = (
            stack.enter_context(serving(name, accounts, place)) for place, accounts in enumerate((plan.few, plan.many))
        )
        return [compare(name, figure, page, (small, big), plan) for figure, page in PAGES.items()]


def compare(name: str, figure: str, page: load.Page, servers: tuple[Server, Server], plan: Plan) -> Row:
    small, big = servers
    connections = load.WAITING if "POST" in figure else load.CONNECTIONS
    runs = [(str(server.port), partial(load.wrk, server, page(server), connections=connections)) for server in servers]
    found = plan.in_turn(*runs)
    few, many = (statistics.median(found[str(server.port)]) for server in (small, big))
    label = f"{figure}, {big.accounts:,} accounts"
    target = "<= 1.15" if name == "ours" else ""
    times = few / many if many else None  # not one answer came
    return Row(label, name, many, "/s", times, f"the time with {small.accounts:,}", target)
