"""A person's account: the columns, and the list of what an account can do."""

from flask_login import AnonymousUserMixin
from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Model
from app.models.role import Permission
from app.models.user.addresses import Addresses
from app.models.user.administration import Administration
from app.models.user.closing import Closing
from app.models.user.confirmation import Confirmation
from app.models.user.correspondence import Correspondence
from app.models.user.disclosure import Disclosure
from app.models.user.email_change import EmailChange
from app.models.user.history import History
from app.models.user.identity import Identity
from app.models.user.password import Password
from app.models.user.permissions import Permissions
from app.models.user.recovery import Recovery
from app.models.user.registration import Registration
from app.models.user.renaming import Renaming, UsernameTakenError
from app.models.user.sessions import Sessions
from app.models.user.succession import Succession

__all__ = ["AnonymousUser", "User", "UsernameTakenError"]


class User(
    Registration,
    EmailChange,
    Administration,
    Recovery,
    Confirmation,
    Closing,
    Addresses,
    Password,
    Renaming,
    Sessions,
    Correspondence,
    Disclosure,
    Succession,
    Permissions,
    History,
    Identity,
    Model,
):
    """An account and its owner."""

    __tablename__ = "users"
    __table_args__ = (
        Index("ix_users_created_at", "created_at", "id"),
        Index("ix_users_last_sign_in_at", "last_sign_in_at", "id"),
        Index("ix_users_confirmed", "confirmed", "created_at"),
        # All that a search looks at, so that it need not read the rows.
        Index("ix_users_search", "username_key", "email", "name"),
    )

    name: Mapped[str] = mapped_column(String(64), default="")
    about: Mapped[str] = mapped_column(Text, default="")

    def __repr__(self) -> str:
        return f"<User {self.username!r}>"


class AnonymousUser(AnonymousUserMixin):
    """Whoever is not signed in: may do nothing, and can be asked as an account can."""

    confirmed = False
    granted = 0
    language: str | None = None
    timezone: str | None = None

    def can(self, _permission: Permission) -> bool:
        return False

    def may(self, _permission: Permission) -> bool:
        return False

    def is_administrator(self) -> bool:
        return False
