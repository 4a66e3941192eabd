"""The mails that the application has queued, as a test reads them."""

import re
from urllib.parse import urlsplit

from sqlalchemy import select

from app import db
from app.models import Message

LINK = re.compile(r"https?://\S+")


class Outbox:
    """The table of messages, oldest first."""

    @property
    def messages(self) -> list[Message]:
        return list(db.session.scalars(select(Message).order_by(Message.id)))

    @property
    def posted(self) -> list[tuple[str, str]]:
        """Who was written to, with which template."""
        return [(message.to_address, message.template) for message in self.messages]

    def newest(self, template: str) -> Message:
        return [message for message in self.messages if message.template == template][-1]

    def link(self, template: str) -> str:
        """The path of the link in the newest mail of a kind."""
        return urlsplit(LINK.findall(self.newest(template).text_body)[0]).path
