"""Pages by key: a page begins where the one before it ended, however far that is from the first row.

OFFSET would count through all the rows before it, and show a row twice when a new one comes meanwhile.
"""

from collections.abc import Iterator, Sequence
from dataclasses import Field, dataclass, fields
from typing import Any, Generic, Self, TypeVar

from sqlalchemy import BindParameter, ColumnElement, bindparam, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.base import ExecutableOption

from app.extensions import db
from app.models.listing import arguments
from app.models.listing.arguments import Arguments
from app.models.listing.order import Order

ROWS = 25  # a page
BATCH = 1000  # rows read at once for an export
# Up to so many are counted and sorted once they are found. More of them are so dense that walking along
# the order soon meets enough for a page, while a search for a few would walk through everybody.
COUNTED = 10_000

Row = TypeVar("Row", bound=Any)  # a model with an id


@dataclass(frozen=True)
class Place:
    """Where in a list: after one row, before another, at the end; else at the beginning."""

    after: int | None = None
    before: int | None = None
    at_end: bool = False

    @classmethod
    def read(cls, given: Arguments) -> Self:
        if after := arguments.number(given, "after"):
            return cls(after=after)
        if before := arguments.number(given, "before"):
            return cls(before=before)
        return cls(at_end=given.get("page") == "last")

    @property
    def row(self) -> int | None:
        return self.after or self.before

    @property
    def upwards(self) -> bool:
        """Whether the rows are read from the end of the list towards its beginning."""
        return self.at_end or self.before is not None


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list, how many there are in all (None if more than `COUNTED`), and the way to the others."""

    rows: Sequence[Row]
    count: int | None
    previous: dict[str, int] | None
    next: dict[str, int] | None


class Listing(Generic[Row]):
    """What is asked for of a table. Whoever knows the table says which rows fit, and in which order."""

    table: Any
    order = Order()

    def conditions(self) -> list[ColumnElement[bool]]:
        raise NotImplementedError

    def conditions_along(self, _order: Order) -> list[ColumnElement[bool]]:
        """The conditions for following the order, where they are better said in another way."""
        return self.conditions()

    def of_many(self) -> Self:
        """What is shown instead where more fit than are sorted: the same, in an order that needs no sorting."""
        return self

    def arguments(self) -> dict[str, str]:
        """What says the same in the query of a URL; what is not asked for is left out."""
        asked = {field.name: getattr(self, field.name) for field in fields(self) if is_asked(self, field)}  # type: ignore[arg-type]
        return {name: "1" if value is True else str(value) for name, value in asked.items()}

    def loading(self, _table: Any) -> list[ExecutableOption]:
        """What to bring along with the rows."""
        return []

    def page(self, place: Place) -> Page[Row]:
        """The rows at a place; those at the beginning where the place is not in this list."""
        found = self._found()
        row = self._row(place)
        if place.row and row is None:
            place = Place()
        shown = self if len(found) <= COUNTED else self.of_many()
        return shown._page(found, place, row)  # noqa: SLF001 - one of our own kind

    def _page(self, found: Sequence[int], place: Place, row: Row | None) -> Page[Row]:
        rows = self._read(found, row, ROWS + 1, upwards=place.upwards)
        is_rest = len(rows) <= ROWS
        if is_rest and (place.upwards or not rows) and place != Place():
            return self._page(found, Place(), None)
        shown = rows[:ROWS][::-1] if place.upwards else rows[:ROWS]
        up = {"before": shown[0].id} if shown and (place.upwards or place.after) else None
        down = {"after": shown[-1].id} if shown and (place.before or not (place.upwards or is_rest)) else None
        return Page(shown, len(found) if len(found) <= COUNTED else None, up, down)

    def _found(self) -> Sequence[int]:
        """The ids of the first that fit, in no order; more than `COUNTED` stand for all."""
        return db.session.scalars(select(self.table.id).where(*self.conditions()).limit(COUNTED + 1)).all()

    def _row(self, place: Place) -> Row | None:
        """The row that the place is at, if it is in this list."""
        if place.row is None:
            return None
        found: Row | None = db.session.scalar(select(self.table).where(self.table.id == place.row, *self.conditions()))
        return found

    def _read(self, found: Sequence[int], row: Row | None, most: int, *, upwards: bool) -> list[Row]:
        table, conditions = self.table, self.conditions_along(self.order)
        if conditions and len(found) <= COUNTED:
            table, conditions = self._among(found), []
        rows: list[Row] = []
        for stretch in self.order.stretches(table, row, upwards=upwards):
            query = select(table).where(*conditions, stretch).order_by(*self.order.by(table, upwards=upwards))
            if len(rows) < most:
                rows += db.session.scalars(query.options(*self.loading(table)).limit(most - len(rows)))
        return rows

    def _among(self, ids: Sequence[int]) -> Any:
        """The rows with these ids. The limit keeps the database from looking for them along the order."""
        listed: BindParameter[Sequence[int]] = bindparam("ids", ids, expanding=True, literal_execute=True)
        return aliased(self.table, select(self.table).where(self.table.id.in_(listed)).limit(COUNTED).subquery())

    def everything(self) -> Iterator[Row]:
        """All that fit, oldest first, read in small batches, so that neither memory nor time is short."""
        last = 0
        batch: Sequence[Row] = self._batch(last)
        while batch:
            yield from batch
            batch = self._batch(batch[-1].id)

    def _batch(self, after: int) -> Sequence[Row]:
        query = select(self.table).where(self.table.id > after, *self.conditions()).order_by(self.table.id)
        return db.session.scalars(query.options(*self.loading(self.table)).limit(BATCH)).all()


def is_asked(listing: Any, field: Field[Any]) -> bool:
    return bool(getattr(listing, field.name) != field.default)
