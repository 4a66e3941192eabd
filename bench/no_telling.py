"""Can a stopwatch tell which addresses have accounts? Prints AUC values: 0.5 is a coin, 1.0 a yes.

    python bench/no_telling.py [ROUNDS [PAGE ...]]

Posts to sign-in, register, reset, and (as somebody who has not confirmed yet) to the form that sends the
link to another address, for addresses that are unknown, known, unconfirmed and disabled: in random
order, each address once, each from a network of its own. The mail server named in the settings does
not answer.
"""

import random
import sys
import time
from collections import defaultdict

from server import Client, serving

KINDS = ("unknown", "known", "unconfirmed", "disabled")
PASSWORD = "a wrong but plausible one"  # noqa: S105 - nobody's
FORMS = {
    "/auth/login": lambda address, _serial: {"email": address, "password": PASSWORD},
    "/auth/reset": lambda address, _serial: {"email": address},
    "/auth/unconfirmed/address": lambda address, _serial: {"email": address},
    "/auth/register": lambda address, serial: {
        "email": address,
        "username": f"fresh{serial}",
        "password": PASSWORD,
        "password2": PASSWORD,
    },
}
SEED = """
import sys
from app import clock, db, passwords
from app.models import User
from wsgi import app
with app.app_context():
    secret = passwords.hash_password("correct horse battery")
    for kind in ("known", "unconfirmed", "disabled"):
        for page in ("login", "reset", "address", "register"):
            for number in range(int(sys.argv[1])):
                name = f"{kind}.{page}.{number}"
                user = User(email=f"{name}@example.org", username=name, password_hash=secret)
                user.confirmed = kind != "unconfirmed"
                user.disabled_at = clock.now() if kind == "disabled" else None
                db.session.add(user)
    waiter = User(email="waiter@example.org", username="waiter", password_hash=secret)
    db.session.add(waiter)
    db.session.commit()
"""


def auc(lower: list[float], higher: list[float]) -> float:
    """How often a value of the second list beats one of the first (Mann-Whitney U over n times m)."""
    ranked = sorted([(value, 0) for value in lower] + [(value, 1) for value in higher])
    ranks = sum(rank for rank, (_value, group) in enumerate(ranked, 1) if group)
    return (ranks - len(higher) * (len(higher) + 1) / 2) / (len(lower) * len(higher))


def visitor(page: str) -> Client:
    """A browser with the page's token; signed in where the page asks for it."""
    client = Client()
    client.get("/auth/login" if "unconfirmed" in page else page)
    if "unconfirmed" in page:
        client.post("/auth/login", email="waiter", password="correct horse battery")  # noqa: S106 - the example's
        client.get("/auth/unconfirmed")
    return client


def measure(page: str, rounds: int) -> None:
    client = visitor(page)
    times: dict[str, list[float]] = defaultdict(list)
    statuses: dict[str, set[int]] = defaultdict(set)
    for number in range(rounds):
        for kind in random.sample(KINDS, len(KINDS)):
            serial = number * len(KINDS) + KINDS.index(kind)
            client.address = f"10.{serial // 250}.{serial % 250}.7"
            address = f"{kind}.{page.rpartition('/')[2]}.{number}@example.org"
            begun = time.perf_counter()
            statuses[kind].add(client.post(page, **FORMS[page](address, serial)))
            times[kind].append(time.perf_counter() - begun)
    report(page, times, statuses)


def report(page: str, times: dict[str, list[float]], statuses: dict[str, set[int]]) -> None:
    for kind in KINDS:
        median = sorted(times[kind])[len(times[kind]) // 2] * 1000
        versus = f"AUC against unknown {auc(times['unknown'], times[kind]):.3f}" if kind != "unknown" else ""
        print(f"{page:15} {kind:12} median {median:6.2f} ms  answers {statuses[kind]}  {versus}")


def main(rounds: int, pages: list[str]) -> None:
    mail_is_down = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": "9"}
    with serving(SEED, str(rounds), RATELIMIT_ENABLED="0", **mail_is_down):
        for page in pages or FORMS:
            measure(page, rounds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500, sys.argv[2:])
