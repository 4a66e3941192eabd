"""Tables for spreadsheets: CSV (RFC 4180) that is written while it is read, with cells that do nothing."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

# What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection), full-width signs too.
BEGINS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 - letters that look alike are the point
Cell = str | int | bool | datetime | None


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
