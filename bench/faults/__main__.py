"""Do to a site of our own what may happen to one, and print what became of the mails.

    python -m bench.faults [CLAIM ...] [--database NAME ...]

The claims are those of docs/reliability.md. Ends with 1 if one of them does not hold.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.faults import answers, away, brokers, databases, kills, outages, postfix, queue, spam, trust
from bench.faults.machine import busy
from bench.faults.report import HEAD, Finding, Plan

Claim = Callable[[Plan], Iterator[Finding]]
CLAIMS: dict[int, list[Claim]] = {
    1: [kills.at_any_time],
    2: [kills.at_the_worst],
    3: [away.claim, trust.claim, postfix.real, postfix.faulty],
    4: [outages.full, outages.gone],
    5: [queue.shared, queue.grown],
    6: [brokers.redis, brokers.rabbitmq, brokers.switched],
    7: [answers.claim],
    8: [spam.claim],
}
WITHOUT_DATABASE = {8}


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__.partition("\n")[0])
    parser.add_argument("claims", metavar="CLAIM", nargs="*", type=int, help="1 to 8, by default all")
    parser.add_argument("--database", action="append", choices=databases.NAMES, help="by default all three")
    parser.add_argument("--people", type=int, default=1000, help="so many register in claim 1, others have a share")
    parser.add_argument("--rounds", type=int, default=50, help="so many kills at the worst moment")
    parser.add_argument("--queue", type=int, default=100_000, help="so many mails wait in claim 5")
    parser.add_argument("--sent", type=int, default=1_000_000, help="so many sent mails lie about in claim 5")
    return parser.parse_args()


def findings(claim: Claim, plan: Plan) -> Iterator[Finding]:
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        Path(folder).chmod(0o755)  # servers of other users have parts of it
        yield from claim(plan._replace(folder=Path(folder)))


def report(number: int, plan: Plan) -> bool:
    """Print a row for each finding of the claim; whether all hold."""
    everything_holds = True
    for claim in CLAIMS[number]:
        for what, figures, holds in findings(claim, plan):
            print(f"| {number} | {what} | {plan.database} | {figures} | {'yes' if holds else '**no**'} |", flush=True)
            everything_holds &= holds
    return everything_holds


def main(chosen: argparse.Namespace) -> bool:
    print(HEAD)
    plans = [
        (number, Plan(name, Path(), chosen.people, chosen.rounds, chosen.queue, chosen.sent))
        for number in chosen.claims or CLAIMS
        for name in (["none"] if number in WITHOUT_DATABASE else chosen.database or databases.NAMES)
    ]
    verdicts = [report(number, plan) for number, plan in plans]
    print(f"\nMeasured with a {busy()}.")
    return all(verdicts)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # as with Ctrl-C, what was started is ended
    sys.exit(not main(arguments()))
