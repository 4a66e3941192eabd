"""An address that an account has left: for a week its owner can take the account back there."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.extensions import Model
from app.models.types import BigId, UTCDateTime, exact_string

if TYPE_CHECKING:
    from app.models.user import User


class AddressChange(Model):
    """One move from an address to another."""

    __tablename__ = "address_changes"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    old_email: Mapped[str] = mapped_column(exact_string(254))
    new_email: Mapped[str] = mapped_column(exact_string(254))
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    undone_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    user: Mapped["User"] = relationship()
