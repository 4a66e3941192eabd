"""`flask events`: what happens to accounts, from a prompt."""

import time
from collections.abc import Iterator
from typing import Any

import click
from sqlalchemy import select

from app.cli.commands import AS_JSON, Commands, to_json
from app.cli.users.people import find, iso
from app.extensions import db
from app.models import AccountEvent, Event
from app.models.listing import EventFilter

EVERY = 1.0  # seconds between two looks
# Transactions end in another order than they take their ids, so a look goes back so many.
LATE = 200

events = Commands("events", help="See what happens to accounts.")


@events.command(short_help="Print the newest events.")
@click.option("-n", "--number", type=click.IntRange(min=0), default=20, show_default=True, help="At most so many.")
@click.option("-f", "--follow", is_flag=True, help="Go on with what happens from now on, until you press Ctrl-C.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Event]),
    metavar="KIND",
    help="Only this kind, such as session:signed-in.",
)
@click.option("--person", default="", help="Only what happened to this address, username or id.")
@click.option("--ip", default="", help="Only what came from this IP address.")
@AS_JSON
def tail(number: int, *, follow: bool, as_json: bool, **asked: Any) -> None:
    """Print the newest events, the newest last; with --json one object a line."""
    wanted = chosen(asked)
    known = latest(wanted, max(number, LATE))
    for event in known[len(known) - min(number, len(known)) :]:
        click.echo(line(event, as_json=as_json))
    if not (known or follow or as_json):
        click.echo("Nothing of this kind has happened.")
    if follow:
        for event in to_come(wanted, known):
            click.echo(line(event, as_json=as_json))


def chosen(asked: dict[str, Any]) -> EventFilter:
    """The filter; ends the command where it asks for somebody who is not there, or for no IP address."""
    given = {name: str(value) for name, value in asked.items() if value}
    if asked["person"]:
        given["person"] = str(find(asked["person"]).id)
    wanted = EventFilter.read(given)
    if asked["ip"] and not wanted.ip:
        raise click.BadParameter(f"{asked['ip']!r} is no IP address.", param_hint="--ip")
    return wanted


def latest(wanted: EventFilter, number: int) -> list[AccountEvent]:
    newest = select(AccountEvent).where(*wanted.conditions()).order_by(AccountEvent.id.desc())
    return list(db.session.scalars(newest.limit(number)))[::-1]


def to_come(wanted: EventFilter, known: list[AccountEvent]) -> Iterator[AccountEvent]:
    """Each event that is written after those that are known, once."""
    seen = {event.id for event in known}
    while True:
        time.sleep(EVERY)
        db.session.rollback()
        newest = latest(wanted, LATE)
        yield from (event for event in newest if event.id not in seen)
        seen = {event.id for event in newest}


def line(event: AccountEvent, *, as_json: bool) -> str:
    """The event in one line: when, who, what, by whom and from where."""
    who = event.user.username if event.user else "-"
    if as_json:
        told = {name: getattr(event, name) for name in ("id", "kind", "user_id", "ip", "agent", "details")}
        return to_json(told | {"created_at": iso(event.created_at), "username": event.user and who})
    whence = f"by {event.by}" if event.by else event.ip
    return "  ".join(filter(None, [str(iso(event.created_at)), who, event.kind, whence]))
