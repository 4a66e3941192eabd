"""The list of users."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from sqlalchemy import ColumnElement, func, or_
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

    def conditions(self) -> list[ColumnElement[bool]]:
        asked = {
            ~User.confirmed: self.unconfirmed,
            User.disabled_at.is_not(None): self.disabled,
            User.closed_at.is_not(None): self.closed,
            User.last_sign_in_at.is_(None): self.never_signed_in,
        }
        conditions = [condition for condition, wanted in asked.items() if wanted]
        if self.role:
            conditions.append(User.role.has(name=self.role))
        return [*conditions, self._matches()] if self.search else conditions

    def _matches(self) -> ColumnElement[bool]:
        """Names and addresses are stored in lower case; what people call themselves is not."""
        text = self.search.lower()
        if self.match is Match.PART:
            return or_(*(contains(column, text) for column in (User.username_key, User.email, func.lower(User.name))))
        return begins_with(User.email if self.match is Match.EMAIL else User.username_key, text)

    def loading(self, table: Any) -> list[ExecutableOption]:
        return [joinedload(table.role)]
