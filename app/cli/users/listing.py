"""Lists of accounts: for eyes, for programs, for spreadsheets."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import click

from app import spreadsheet
from app.cli.commands import AS_JSON, table, to_json
from app.cli.users import users
from app.cli.users.people import facts, role_named
from app.extensions import db
from app.models import COMMAND_LINE, Event, User
from app.models.listing import Place, Sort, UserFilter

COLUMNS = ("id", "username", "email", "role", "state", "created_at", "last_sign_in_at")
FILTERS = (
    click.option("--search", default="", help="A part of the username, address or name."),
    click.option("--role", default="", help="Only who has this role."),
    click.option("--unconfirmed", is_flag=True, help="Only who has not confirmed the address."),
    click.option("--disabled", is_flag=True, help="Only who was disabled by an administrator."),
    click.option("--closed", is_flag=True, help="Only who has closed the account."),
    click.option("--never-signed-in", is_flag=True, help="Only who has never signed in."),
)


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """With the options that say which accounts."""
    for option in reversed(FILTERS):
        command = option(command)
    return command


@users.command("list")
@filtered
@click.option(
    "--sort",
    type=click.Choice([sort.value for sort in Sort]),
    default=Sort.NEWEST.value,
    help="Who comes first.",
    show_default=True,
)
@click.option("-n", "--number", type=click.IntRange(min=1), default=25, show_default=True, help="At most so many.")
@AS_JSON
def list_(number: int, *, as_json: bool, **asked: Any) -> None:
    """List accounts."""
    wanted = chosen(asked)
    found = [facts(user) for user in islice(in_order(wanted), number)]
    if as_json:
        click.echo(to_json(found))
    elif found:
        table([*COLUMNS], [[str(row[column] or "") for column in COLUMNS] for row in found])
    else:
        click.echo("Nobody fits.")


@users.command()
@filtered
@click.option("-o", "--output", type=click.File("w", "utf-8"), default="-", help="The file to write; else the output.")
def export(output: Any, **asked: Any) -> None:
    """Write accounts as CSV."""
    wanted = chosen(asked)
    COMMAND_LINE.record(Event.EXPORTED, list="users")
    db.session.commit()
    for line in spreadsheet.of_users(wanted.everything()):
        output.write(line.replace("\r\n", "\n"))


def chosen(asked: dict[str, Any]) -> UserFilter:
    """The filter; ends the command where it names a role that is not there."""
    given = {name: str(value) for name, value in asked.items() if value}
    if asked["role"]:
        given["role"] = role_named(asked["role"]).name
    return UserFilter.read(given)


def in_order(wanted: UserFilter) -> Iterator[User]:
    """The accounts, page after page."""
    page = wanted.page(Place())
    yield from page.rows
    while page.next:
        page = wanted.page(Place(after=page.next["after"]))
        yield from page.rows
