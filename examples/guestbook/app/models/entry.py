"""What people have written into the guestbook."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from app import clock
from app.extensions import Model, db
from app.models.role import Permission
from app.models.types import BigId, UTCDateTime

if TYPE_CHECKING:
    from app.models.user import AnonymousUser, User

LONGEST = 500  # characters


class Entry(Model):
    """One entry; it goes when its author's account goes."""

    __tablename__ = "guestbook_entries"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(LONGEST))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    author: Mapped["User"] = relationship()

    @classmethod
    def newest(cls, most: int, before: int | None = None) -> Sequence["Entry"]:
        """The newest first, with their authors; those older than the entry `before`, if one is given.

        Whoever has left or was shut out has no page, and so nothing in the book.
        """
        public = cls.author.has(closed_at=None, disabled_at=None)
        newest = select(cls).where(public).options(joinedload(cls.author)).order_by(cls.id.desc())
        if before is not None:
            newest = newest.where(cls.id < before)
        return db.session.scalars(newest.limit(most)).all()

    def may_be_removed_by(self, person: "User | AnonymousUser") -> bool:
        """Whether the person wrote it, or moderates."""
        return person.can(Permission.MODERATE) or self.author == person
