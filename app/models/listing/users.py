"""The list of users."""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Self

from sqlalchemy import ColumnElement, and_, false, func, or_
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from app.models.listing import arguments
from app.models.listing.arguments import Arguments
from app.models.listing.order import Order
from app.models.listing.paging import Listing
from app.models.listing.text import begins_with, contains
from app.models.role import Role
from app.models.user import User


class Match(StrEnum):
    """Where the text is looked for."""

    PART = "part"
    USERNAME = "username"
    EMAIL = "email"


class Sort(StrEnum):
    """What comes first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    USERNAME = "username"
    EMAIL = "email"
    SIGNED_IN = "signed-in"


ORDERS = {
    Sort.NEWEST: Order("created_at"),
    Sort.OLDEST: Order("created_at", falling=False),
    Sort.USERNAME: Order("username_key", falling=False),
    Sort.EMAIL: Order("email", falling=False),
    Sort.SIGNED_IN: Order("last_sign_in_at", has_empty=True),
}


@dataclass(frozen=True, kw_only=True)
class UserFilter(Listing[User]):
    """Which users, and in which order; by default all, the newest first."""

    search: str = ""
    match: Match = Match.PART
    role: str = ""
    unconfirmed: bool = False
    disabled: bool = False
    closed: bool = False
    never_signed_in: bool = False
    sort: Sort = Sort.NEWEST

    table = User

    @classmethod
    def read(cls, given: Arguments) -> Self:
        """What the arguments ask for; a role that is not there, or anything else unknown, is ignored."""
        role = Role.named(arguments.text(given, "role")) if given.get("role") else None
        return cls(
            search=arguments.text(given, "search"),
            match=arguments.word(given, "match", Match.PART),
            role=role.name if role else "",
            unconfirmed=arguments.flag(given, "unconfirmed"),
            disabled=arguments.flag(given, "disabled"),
            closed=arguments.flag(given, "closed"),
            never_signed_in=arguments.flag(given, "never_signed_in"),
            sort=arguments.word(given, "sort", Sort.NEWEST),
        )

    @property
    def order(self) -> Order:  # type: ignore[override]
        return ORDERS[self.sort]

    def of_many(self) -> Self:
        """Those that begin alike stand together by what they begin with, and anywhere in another order."""
        at_hand = {Match.USERNAME: Sort.USERNAME, Match.EMAIL: Sort.EMAIL}.get(self.match)
        return replace(self, sort=at_hand) if self.search and at_hand else self

    def conditions(self) -> list[ColumnElement[bool]]:
        return [condition for _column, condition in self._asked()]

    def conditions_along(self, order: Order) -> list[ColumnElement[bool]]:
        """What an index holds in this order stays as it is; by the rest no index shall be chosen.

        There are many that fit, so following the order soon meets enough of them. A database that does not
        know this would rather collect them all and sort them.
        """
        asked = self._asked()
        held = {"created_at": User.confirmed, "last_sign_in_at": User.last_sign_in_at}.get(order.column)
        held = held if held is not None else getattr(User, order.column)
        along = [condition for column, condition in asked if column is held]
        others = [condition for column, condition in asked if column is not held]
        return [*along, func.coalesce(and_(*others), false())] if others else along

    def _asked(self) -> list[tuple[Any, ColumnElement[bool]]]:
        """Each condition, with the column whose index helps to find what fits."""
        asked: list[tuple[bool, Any, ColumnElement[bool]]] = [
            (self.unconfirmed, User.confirmed, ~User.confirmed),
            (self.disabled, User.disabled_at, User.disabled_at.is_not(None)),
            (self.closed, User.closed_at, User.closed_at.is_not(None)),
            (self.never_signed_in, User.last_sign_in_at, User.last_sign_in_at.is_(None)),
            (self.role_id is not None, User.role_id, User.role_id == self.role_id),
            (bool(self.search), *self._matches()),
        ]
        return [(column, condition) for wanted, column, condition in asked if wanted]

    def _matches(self) -> tuple[Any, ColumnElement[bool]]:
        """Names and addresses are stored in lower case; what people call themselves is not, and often empty."""
        text = self.search.lower()
        if self.match is not Match.PART:
            column = User.email if self.match is Match.EMAIL else User.username_key
            return column, begins_with(column, text)
        called = and_(User.name != "", contains(func.lower(User.name), text))
        return None, or_(contains(User.username_key, text), contains(User.email, text), called)

    @cached_property
    def role_id(self) -> int | None:
        role = Role.named(self.role) if self.role else None
        return role.id if role else None

    def loading(self, table: Any) -> list[ExecutableOption]:
        return [joinedload(table.role)]
