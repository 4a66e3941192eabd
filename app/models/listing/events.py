"""The list of what happened to all accounts, the newest first."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self

from sqlalchemy import ColumnElement
from sqlalchemy.orm import selectinload
from sqlalchemy.sql.base import ExecutableOption

from app.models.event import AccountEvent, Event
from app.models.listing import arguments
from app.models.listing.arguments import Arguments
from app.models.listing.order import Order
from app.models.listing.paging import Listing
from app.models.user import User

NOBODY = 0  # the id of no account


@dataclass(frozen=True, kw_only=True)
class EventFilter(Listing[AccountEvent]):
    """Which events; `person` is a name, an address or an id, `day` one in UTC."""

    kind: str = ""
    person: str = ""
    ip: str = ""
    day: date | None = None

    table = AccountEvent
    order = Order("created_at")

    @classmethod
    def read(cls, given: Arguments) -> Self:
        kind = given.get("kind", "")
        return cls(
            kind=kind if kind in set(Event) else "",
            person=arguments.text(given, "person"),
            ip=arguments.ip(given, "ip"),
            day=arguments.day(given, "day"),
        )

    def conditions(self) -> list[ColumnElement[bool]]:
        conditions = []
        if self.kind:
            conditions.append(AccountEvent.kind == self.kind)
        if self.ip:
            conditions.append(AccountEvent.ip == self.ip)
        if self.person:
            conditions.append(AccountEvent.user_id == self._user_id())
        if self.day:
            midnight = datetime.combine(self.day, time(), UTC)
            conditions += [AccountEvent.created_at >= midnight, AccountEvent.created_at < midnight + timedelta(days=1)]
        return conditions

    def _user_id(self) -> int:
        if number := arguments.number({"person": self.person}, "person"):
            return number
        user = User.with_identifier(self.person)
        return user.id if user else NOBODY

    def loading(self, table: Any) -> list[ExecutableOption]:
        return [selectinload(table.user)]
