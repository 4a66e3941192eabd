"""What all our groups of commands share: how they answer, ask, and say that something does not go."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError

from app.extensions import db
from app.models import ActRefused

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
YES = click.option("--yes", is_flag=True, help="Do not ask first.")


class Commands(AppGroup):
    """A group of commands that tells in one line what the database has against it."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DBAPIError as error:
            reason = str(error.orig).strip()
            raise click.ClickException(f"{reason}\nIf the database is new, run  flask deploy  first.") from error


def carry_out(act: Callable[[], object]) -> None:
    """Do it and commit; what is refused ends the command with the reason."""
    try:
        act()
    except ActRefused as refusal:
        db.session.rollback()
        raise click.ClickException(str(refusal)) from refusal
    db.session.commit()


def ask_first(question: str, *, yes: bool) -> None:
    """Go on only if that is meant: there is no way back."""
    db.session.rollback()  # so that nothing is held while somebody thinks
    if not yes and not click.confirm(question, err=True):
        raise click.Abort


def answer(facts: Mapping[str, Any], words: str, *, as_json: bool) -> None:
    """Say what was done: in words to a person, as facts to a program."""
    click.echo(to_json(facts) if as_json else words)


def to_json(value: object) -> str:
    return json.dumps(value, default=str)


def table(header: list[str], rows: list[list[str]]) -> None:
    """Columns as wide as they need to be, for eyes; programs ask for JSON."""
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    for row in [header, *rows]:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def at_a_terminal() -> bool:
    return sys.stdin.isatty()
