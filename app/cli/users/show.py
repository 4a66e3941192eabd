"""Everything about one account."""

from typing import Any

import click
from sqlalchemy import select

from app.cli.commands import AS_JSON, to_json
from app.cli.users import users
from app.cli.users.people import PERSON, facts, find, iso
from app.extensions import db
from app.models import AccountEvent, Message, User

EVENTS, MAILS = 10, 5


@users.command(short_help="Tell everything about an account.")
@PERSON
@AS_JSON
def show(person: str, *, as_json: bool) -> None:
    """Tell everything about PERSON (address, username or id): the account, its sessions, events and mails."""
    user = find(person)
    if as_json:
        click.echo(to_json(user.everything()))
        return
    for name, value in told(user).items():
        click.echo(f"{name.replace('_', ' ')}: {value}")
    section("Newest events", [line_of(event) for event in user.latest_events(EVENTS)])
    section("Newest mails", [line_of_mail(mail) for mail in latest_mails(user)])


def told(user: User) -> dict[str, Any]:
    """The account's facts, those that are empty left out."""
    more = {
        "waits_for_the_address": user.pending_email,
        "disabled_at": iso(user.disabled_at),
        "reason": user.disabled_reason,
        "closed_at": iso(user.closed_at),
        "signed_in_on": len(user.all_sessions()),
    }
    return {name: value for name, value in (facts(user) | more).items() if value not in {None, ""}}


def latest_mails(user: User) -> list[Message]:
    mine = select(Message).where(Message.user_id == user.id).order_by(Message.id.desc())
    return list(db.session.scalars(mine.limit(MAILS)))


def section(title: str, lines: list[str]) -> None:
    click.echo(f"\n{title}:")
    for line in lines or ["none"]:
        click.echo(f"  {line}")


def line_of(event: AccountEvent) -> str:
    """An event in one line: when, what, by whom and from where."""
    whence = f"by {event.by}" if event.by else " ".join(filter(None, [event.device, event.ip]))
    return "  ".join(filter(None, [str(iso(event.created_at)), event.label, whence]))


def line_of_mail(mail: Message) -> str:
    fate = f"{mail.state}: {mail.last_error}" if mail.last_error else mail.state
    return f"{iso(mail.created_at)}  {mail.subject}  to {mail.to_address}  ({fate})"
