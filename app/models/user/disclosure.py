"""Everything held about a person, as data."""

from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select

from app.extensions import Model, db
from app.models.address_change import AddressChange
from app.models.event import AccountEvent
from app.models.message import Message
from app.models.session import LoginSession
from app.models.user.permissions import Permissions

# What would help others more than the person: secrets, and how they are kept.
WITHHELD = {"password_hash", "token_hash", "username_key", "text_body", "html_body", "user_id", "role_id"}
TABLES: dict[str, type[Model]] = {
    "sessions": LoginSession,
    "events": AccountEvent,
    "mails": Message,
    "address_changes": AddressChange,
}


class Disclosure(Permissions):
    """What a person may ask for under data protection law (GDPR, article 15)."""

    def everything(self) -> dict[str, Any]:
        """The account, its sessions, events, mails and changes of address; times in ISO 8601, UTC."""
        account = columns(self) | {"role": self.role.name if self.role else None}
        return {"account": account} | {name: self._rows(table) for name, table in TABLES.items()}

    def _rows(self, table: Any) -> list[dict[str, Any]]:
        mine = select(table).where(table.user_id == self.id).order_by(table.id)
        return [told(row) for row in db.session.scalars(mine) if self._may_see(row)]

    def _may_see(self, row: object) -> bool:
        """Not the mails to other addresses: whether there was one would tell whose they are."""
        return not isinstance(row, Message) or row.to_address == self.email


def told(row: object) -> dict[str, Any]:
    """A row without what is another's: from where an administrator acted on the account."""
    another = isinstance(row, AccountEvent) and row.by
    return columns(row) | ({"ip": "", "agent": ""} if another else {})


def columns(row: object) -> dict[str, Any]:
    """A row's columns by name, without what is withheld."""
    names = [attribute.key for attribute in inspect(row).mapper.column_attrs if attribute.key not in WITHHELD]
    return {name: plain(getattr(row, name)) for name in names}


def plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
