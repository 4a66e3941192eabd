"""Where somebody is signed in, and signing them out there."""

import click

from app.cli.commands import AS_JSON, YES, answer, ask_first, carry_out, table, to_json
from app.cli.users import users
from app.cli.users.people import PERSON, called, find, iso
from app.models import COMMAND_LINE, User


@users.command(short_help="List, or end, where somebody is signed in.")
@PERSON
@click.option("--end", is_flag=True, help="Sign out every device.")
@YES
@AS_JSON
def sessions(person: str, *, end: bool, yes: bool, as_json: bool) -> None:
    """List where PERSON (address, username or id) is signed in; with --end sign them out everywhere."""
    user = find(person)
    if end:
        end_all(user, yes=yes, as_json=as_json)
    else:
        show_all(user, as_json=as_json)


def show_all(user: User, *, as_json: bool) -> None:
    rows = [
        {
            "device": one.device,
            "ip": one.ip,
            "remembered": one.remembered,
            "since": iso(one.created_at),
            "last_seen_at": iso(one.last_seen_at),
        }
        for one in user.all_sessions()
    ]
    if as_json:
        click.echo(to_json(rows))
    elif rows:
        table(["device", "ip", "since", "last seen"], [[str(row[key]) for key in COLUMNS] for row in rows])
    else:
        click.echo(f"{called(user)} is signed in nowhere.")


COLUMNS = ("device", "ip", "since", "last_seen_at")


def end_all(user: User, *, yes: bool, as_json: bool) -> None:
    ask_first(f"Sign {called(user)} out on every device?", yes=yes)
    before = len(user.all_sessions())
    carry_out(lambda: user.end_sessions(COMMAND_LINE))
    answer({"ended": before}, f"{called(user)} was signed out everywhere, and was told so.", as_json=as_json)
