"""The list of mails, the newest first."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from sqlalchemy import ColumnElement
from sqlalchemy.orm import defer
from sqlalchemy.sql.base import ExecutableOption

from app.models.listing import arguments
from app.models.listing.arguments import Arguments
from app.models.listing.paging import Listing
from app.models.message import Message, State


class Fate(StrEnum):
    """What has become of a mail."""

    ANY = ""
    WAITING = "waiting"
    FAILING = "failing"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class MessageFilter(Listing[Message]):
    """Which mails: of one fate, to one address, about one account."""

    fate: Fate = Fate.ANY
    to: str = ""
    user_id: int | None = None

    table = Message

    @classmethod
    def read(cls, given: Arguments) -> Self:
        return cls(
            fate=arguments.word(given, "fate", Fate.ANY),
            to=arguments.text(given, "to").lower(),
            user_id=arguments.number(given, "user_id"),
        )

    def conditions(self) -> list[ColumnElement[bool]]:
        waiting = Message.waits()
        fates: dict[Fate, list[ColumnElement[bool]]] = {
            Fate.ANY: [],
            Fate.WAITING: [waiting],
            Fate.FAILING: [waiting, Message.last_error.is_not(None)],
            Fate.SENT: [Message.state == State.SENT],
            Fate.FAILED: [Message.state == State.FAILED],
        }
        conditions = fates[self.fate]
        if self.to:
            conditions.append(Message.to_address == self.to)
        if self.user_id:
            conditions.append(Message.user_id == self.user_id)
        return conditions

    def loading(self, table: Any) -> list[ExecutableOption]:
        """Nobody but its reader needs what is written in a mail."""
        return [defer(table.text_body, raiseload=True), defer(table.html_body, raiseload=True)]
