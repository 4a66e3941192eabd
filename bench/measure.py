"""What `bench/run` runs: each figure in turn, then the table and the JSON."""

import argparse
import sys
from importlib import import_module

from field import install_peers
from plan import SHORT, WHOLE, Plan
from report import as_json, table

FIGURES = ("pages", "signin", "register", "storm", "growth", "weight", "start", "memory")


def wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__)
    parser.add_argument("figures", nargs="*", metavar="FIGURE", help=", ".join(FIGURES) + "; by default all")
    parser.add_argument("--short", action="store_true", help="a few seconds, against floors; no peers")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--many", type=int, help="how many accounts are many")
    parser.add_argument("--contenders", help="names between commas")
    arguments = parser.parse_args()
    if unknown := set(arguments.figures) - set(FIGURES):
        parser.error(f"no such figure: {', '.join(unknown)}")
    return arguments


def plan_of(arguments: argparse.Namespace) -> Plan:
    changes = {name: value for name in ("rounds", "seconds", "many") if (value := getattr(arguments, name))}
    if arguments.contenders:
        changes["contenders"] = arguments.contenders.split(",")
    return WHOLE._replace(**changes)


def main() -> None:
    arguments = wanted()
    if arguments.short:
        sys.exit(import_module("guard").main(SHORT))
    plan = plan_of(arguments)
    install_peers()
    rows = []
    for name in arguments.figures or FIGURES:
        print(f"{name} ...", file=sys.stderr, flush=True)
        found = import_module(f"figures.{name}").measure(plan)
        print(table(found), file=sys.stderr, flush=True)  # in case a later one fails
        rows += found
    print(table(rows), as_json(rows), sep="\n\n")


if __name__ == "__main__":
    main()
