"""The order of a list, said so that every database walks along an index."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, true


@dataclass(frozen=True)
class Order:
    """By a column, and then by id, so that no two rows stand at the same place. What is empty comes last."""

    column: str = "id"
    falling: bool = True
    has_empty: bool = False

    def by(self, table: Any, *, upwards: bool) -> list[ColumnElement[Any]]:
        column = getattr(table, self.column)
        columns = [column, *([] if column is table.id else [table.id])]
        return [column.desc() if self.falling != upwards else column.asc() for column in columns]

    def stretches(self, table: Any, row: Any, *, upwards: bool) -> list[ColumnElement[bool]]:
        """What to read, one after the other, beyond a row or from the very beginning.

        Databases differ in where an index holds what is empty, so that is a stretch of its own.
        """
        if not self.has_empty:
            return [self.beyond(table, row, upwards=upwards)]
        column = getattr(table, self.column)
        stretches = [column.is_(None), column.is_not(None)] if upwards else [column.is_not(None), column.is_(None)]
        if row is not None and (getattr(row, self.column) is None) != upwards:
            stretches = stretches[1:]
        return [stretches[0] & self.beyond(table, row, upwards=upwards), *stretches[1:]]

    def beyond(self, table: Any, row: Any, *, upwards: bool) -> ColumnElement[bool]:
        """What comes after the row; upwards, what comes before it."""
        if row is None:
            return true()
        column, value, smaller = getattr(table, self.column), getattr(row, self.column), self.falling != upwards
        further: ColumnElement[bool] = table.id < row.id if smaller else table.id > row.id
        if value is None or self.column == "id":
            return further
        # The first half says nothing new, but is what an index can begin at.
        reached, passed = (column <= value, column < value) if smaller else (column >= value, column > value)
        return and_(reached, or_(passed, further))
