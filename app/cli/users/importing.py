"""Bringing people here from elsewhere, by a file of comma-separated values."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from app.cli.commands import AS_JSON, YES, answer, ask_first
from app.cli.users import users
from app.cli.users.file import FileRefusedError, Line, compare, judged
from app.database import committed
from app.extensions import db
from app.models import COMMAND_LINE, Event, Role, User

ATTEMPTS = 3  # a batch loses a name to a sign-up of the same moment once; the second try sees it
UNCLEAN = "Nothing was changed. Mend the file, or go on without these lines by --skip-bad."


@dataclass
class Report:
    """What became of the lines."""

    imported: int = 0
    already_here: int = 0
    new: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)

    def count(self, batch: list[Line]) -> None:
        """Add a batch, and name the lines that are refused."""
        self.already_here += sum(line.is_here for line in batch)
        self.new += sum(line.is_new for line in batch)
        for line in batch:
            if line.fault:
                self.refused.append({"line": line.number, "reason": line.fault})
                click.echo(f"Line {line.number}: {line.fault}.", err=True)


@users.command("import", short_help="Make accounts for the people in a CSV file.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--skip-bad", is_flag=True, help="Import the good lines of a file that has bad ones.")
@click.option("--check", is_flag=True, help="Only say what is wrong with the file.")
@click.option("--mail", is_flag=True, help="Mail each a link to choose a password, good for 7 days.")
@YES
@AS_JSON
def import_(file: Path, *, skip_bad: bool, check: bool, mail: bool, yes: bool, as_json: bool) -> None:
    """Make accounts for the people in FILE, a CSV with the columns email, username and, if you like, name.

    The whole file is looked at first, and nothing is changed while a line is bad. The addresses count
    as proven, and nobody has a password: people choose one by "Forgot your password?". After an
    interruption just run it again: whoever is here already is counted, and not made twice.
    """
    report = look_at(file)
    if report.refused and not (skip_bad or check):
        answer(vars(report), f"{counted(len(report.refused), 'line')} refused. {UNCLEAN}", as_json=as_json)
        sys.exit(1)
    if report.new and not check:
        mailed = " and mail each of them a link" if mail else ""
        ask_first(f"Make {counted(report.new, 'account')}{mailed}?", yes=yes)
        store(file, report, mail=mail)
    answer(vars(report), summary(report, check=check), as_json=as_json)
    sys.exit(1 if check and report.refused else 0)


def counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def summary(report: Report, *, check: bool) -> str:
    done = f"{report.new} can be imported" if check else f"{report.imported} imported"
    return f"{done}, {report.already_here} already here, {len(report.refused)} refused."


@contextmanager
def readable() -> Iterator[None]:
    """A file that cannot be read ends the command with the reason."""
    try:
        yield
    except FileRefusedError as error:
        raise click.ClickException(str(error)) from error


def look_at(file: Path) -> Report:
    """Judge the whole file."""
    report = Report()
    with readable():
        for batch in judged(file):
            report.count(batch)
    db.session.rollback()
    return report


def store(file: Path, report: Report, *, mail: bool) -> None:
    """Make the accounts, one transaction a batch."""
    with readable(), click.progressbar(length=report.new, label="Importing", file=sys.stderr) as bar:
        for batch in judged(file):
            made = stored([line for line in batch if line.is_new], mail=mail)
            report.imported += made
            bar.update(made)


def stored(lines: list[Line], *, mail: bool) -> int:
    """Commit a batch; how many accounts it made. Who has lost address or name just now is left out."""
    for _attempt in range(ATTEMPTS):
        if committed(lambda: bring([line for line in lines if line.is_new], mail=mail), or_lost_to=UNIQUE):
            db.session.expunge_all()
            return sum(line.is_new for line in lines)
        compare(lines)
    raise click.ClickException("Others take the same names at this very moment. Please run it again.")


UNIQUE = ("email", "username_key")


def bring(lines: list[Line], *, mail: bool) -> bool:
    """Make the accounts; a sign-up that waits for one of the addresses gives way."""
    waiting = User.email.in_([line.email for line in lines]) & ~User.confirmed
    for user in db.session.scalars(select(User).where(waiting).with_for_update()):
        user.forget()
    role = Role.for_everybody()
    people = [
        User(email=line.email, username=line.username, name=line.name, confirmed=True, role_id=role and role.id)
        for line in lines
    ]
    db.session.add_all(people)
    db.session.flush()
    for user in people:
        user.record(Event.IMPORTED, by=COMMAND_LINE.name)
        if mail:
            user.welcome(COMMAND_LINE)
    return True
