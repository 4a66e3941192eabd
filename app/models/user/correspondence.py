"""Mails about an account, in its owner's language, and forgetting them."""

from typing import Any

from sqlalchemy import String, delete, update
from sqlalchemy.orm import Mapped, mapped_column

from app.email import send_email
from app.extensions import db
from app.languages import writing_to
from app.models.event import AccountEvent, Event
from app.models.message import Message, State
from app.models.user.history import History

NOTHING = {"to_address": "", "subject": "", "text_body": None, "html_body": None, "last_error": None}


class Correspondence(History):
    """What we write to the owner."""

    # In which the account was made or first used, until the owner chooses another; pages and mails are written in it.
    language: Mapped[str | None] = mapped_column(String(16))
    # Where the owner chose to live; until then pages go by the browser's clock.
    timezone: Mapped[str | None] = mapped_column(String(64))

    def write_to(self, to: str, subject: object, template: str, /, **values: Any) -> None:
        """Queue a mail about this account to an address of its owner's; the subject may be lazy."""
        with writing_to(self):
            send_email(to, str(subject), template, user=self, **values)

    def forget(self) -> None:
        """The row goes, and what names the person in events and mails; the events stay, without a name."""
        self.record(Event.FORGOTTEN)
        mine = AccountEvent.user_id == self.id
        db.session.execute(update(AccountEvent).where(mine).values(ip="", agent="", details={}))
        mails = (Message.user_id == self.id) | (Message.to_address == self.email)
        db.session.execute(update(Message).where(mails, Message.due_at.is_not(None)).values(state=State.FAILED))
        db.session.execute(update(Message).where(mails).values(due_at=None, **NOTHING))
        db.session.execute(delete(type(self)).where(type(self).id == self.id))
