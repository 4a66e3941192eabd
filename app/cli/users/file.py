"""A file of people to import: read line by line, and judged before anything is stored."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sqlalchemy import ColumnElement, Row, select

from app.addresses import AddressError, normalize
from app.extensions import db
from app.models import User
from app.models.user.identity import USERNAME

if TYPE_CHECKING:
    from _csv import Reader

NEEDED, POSSIBLE = ("email", "username"), ("email", "username", "name")
LONGEST_NAME = 64
LONGEST_LINE = 65536  # bytes
BATCH = 500  # lines judged, and stored, together
UNREADABLE = re.compile(r"[\x00-\x1f\x7f\ufffd]")
ENCODING = "Save the file as UTF-8 and try again"


class FileRefusedError(Exception):
    """The file is no list of people; the message says what to mend."""


@dataclass
class Line:
    """One person of the file: what is wrong with the line, or that its account is here already."""

    number: int
    email: str = ""
    username: str = ""
    name: str = ""
    fault: str = ""
    is_here: bool = False

    @property
    def is_new(self) -> bool:
        return not (self.fault or self.is_here)


def judged(path: Path) -> Iterator[list[Line]]:
    """The lines a batch at a time, judged by themselves, by those before them and by who is here.

    Raises `FileRefusedError`. Of the lines before, only addresses and names are kept in memory.
    """
    lines = without_doubles(read(path))
    while batch := list(islice(lines, BATCH)):
        compare(batch)
        yield batch


def read(path: Path) -> Iterator[Line]:
    """Each line of the file but the first, and what is wrong with it alone."""
    with path.open("rb") as file:
        texts = decoded(file)
        first = next(texts, "")
        delimiter = ";" if ";" in first and "," not in first else ","  # as spreadsheets write it in half of Europe
        rows = numbered(csv.reader(chain([first], texts), delimiter=delimiter, strict=True))
        header = header_of(next(rows, (1, []))[1])
        yield from (parsed(number, header, row) for number, row in rows if row)


def numbered(rows: "Reader") -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line that it begins in."""
    number = 1
    try:
        for row in rows:
            yield number, row
            number = rows.line_num + 1
    except csv.Error as error:
        raise FileRefusedError(f"Line {number} cannot be read as CSV: {error}.") from error


def decoded(file: BinaryIO) -> Iterator[str]:
    """The file's lines; what is not UTF-8 in them becomes U+FFFD. With or without a byte order mark."""
    encoding, number = "utf-8-sig", 1
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise FileRefusedError(f"Line {number} is longer than any line about a person.")
        yield line.decode(encoding, "replace")
        encoding, number = "utf-8", number + 1


def header_of(row: list[str]) -> list[str]:
    """The names of the columns; refused if they are not those that we know."""
    names = [name.strip().lower() for name in row]
    if any(UNREADABLE.search(name) for name in names):
        raise FileRefusedError(f"The file is not UTF-8. {ENCODING}.")
    unknown = [name for name in names if name not in POSSIBLE]
    if unknown or len(set(names)) < len(names) or not set(NEEDED) <= set(names):
        told = ",".join(names) or "nothing"
        raise FileRefusedError(f"The first line must be  email,username  or  email,username,name  and not  {told}.")
    return names


def parsed(number: int, header: list[str], row: list[str]) -> Line:
    """A line with the values in the spelling that we keep, or with its fault."""
    line = Line(number)
    if len(row) != len(header):
        line.fault = f"it has {len(row)} values, and the first line names {len(header)}"
    elif any("\ufffd" in value for value in row):
        line.fault = f"it is not UTF-8. {ENCODING}"
    else:
        fill(line, dict(zip(header, (value.strip() for value in row), strict=True)))
    return line


def fill(line: Line, values: dict[str, str]) -> None:
    line.username, line.name = values["username"], values.get("name", "")
    try:
        line.email = normalize(values["email"])
    except AddressError:
        line.fault = f"{values['email']!r} is no email address"
        return
    if not USERNAME.fullmatch(line.username):
        line.fault = f"{line.username!r} is no username (a letter, then letters, digits, dots and underscores)"
    elif len(line.name) > LONGEST_NAME or UNREADABLE.search(line.name):
        line.fault = f"the name {line.name!r} is too long, or cannot be read"


def without_doubles(lines: Iterator[Line]) -> Iterator[Line]:
    """With a fault in each line that says the same address or name as one before it."""
    addresses: dict[str, int] = {}
    names: dict[str, int] = {}
    for line in lines:
        if not line.fault:
            address = addresses.setdefault(line.email, line.number)
            name = names.setdefault(line.username.lower(), line.number)
            if address != line.number:
                line.fault = f"it has the same address as line {address}"
            elif name != line.number:
                line.fault = f"it has the same username as line {name}"
        yield line


def compare(batch: list[Line]) -> None:
    """Find out whose address or name belongs to an account already."""
    lines = [line for line in batch if not line.fault]
    owners = known(User.email.in_([line.email for line in lines]) & User.confirmed)
    bearers = known(User.username_key.in_([line.username.lower() for line in lines]))
    by_address = {user.email: user.username for user in owners}
    by_name = {user.username.lower(): user.email for user in bearers}
    for line in lines:
        owner, bearer = by_address.get(line.email), by_name.get(line.username.lower())
        line.is_here = owner is not None and owner.lower() == line.username.lower()
        if owner is not None and not line.is_here:
            line.fault = f"its address belongs to the account {owner!r} already"
        elif bearer is not None and bearer != line.email:
            line.fault = f"the username {line.username!r} belongs to another account"


def known(which: ColumnElement[bool]) -> Sequence[Row[str, str]]:
    return db.session.execute(select(User.email, User.username).where(which)).all()
