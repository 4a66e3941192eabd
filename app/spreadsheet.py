"""Tables for spreadsheets: CSV (RFC 4180) that is written while it is read, with cells that do nothing."""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

from app.models import AccountEvent, User

# What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection), full-width signs too.
BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 - letters that look alike are the point
Cell = str | int | bool | datetime | None
USER_COLUMNS = (
    "id",
    "username",
    "email",
    "name",
    "role",
    "confirmed",
    "created_at",
    "last_sign_in_at",
    "disabled_at",
    "closed_at",
)
EVENT_COLUMNS = ("id", "created_at", "kind", "user_id", "username", "ip", "agent", "details")


class Line:
    """Where the writer of the csv module writes to: it hands each line back."""

    @staticmethod
    def write(text: str) -> str:
        return text


def lines(header: Iterable[str], rows: Iterable[Iterable[Cell]]) -> Iterator[str]:
    """The header and each row as a line of CSV."""
    writer = csv.writer(Line())
    for row in chain([header], rows):
        yield writer.writerow([plain(cell) for cell in row])


def plain(cell: Cell) -> str:
    """A value as text that no spreadsheet computes."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds").replace("+00:00", "Z")
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text


def of_users(users: Iterable[User]) -> Iterator[str]:
    """Accounts as CSV, without anything secret."""
    return lines(USER_COLUMNS, ([cell_of(user, column) for column in USER_COLUMNS] for user in users))


def cell_of(user: User, column: str) -> Cell:
    if column == "role":
        return user.role.name if user.role else None
    cell: Cell = getattr(user, column)
    return cell


def of_events(events: Iterable[AccountEvent]) -> Iterator[str]:
    """Events as CSV."""
    return lines(EVENT_COLUMNS, (event_cells(event) for event in events))


def event_cells(event: AccountEvent) -> list[Cell]:
    username = event.user.username if event.user else None
    details = json.dumps(event.details, ensure_ascii=False) if event.details else None
    return [event.id, event.created_at, event.kind, event.user_id, username, event.ip, event.agent, details]
