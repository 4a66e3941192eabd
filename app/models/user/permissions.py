"""What an account may do beyond itself."""

from flask import current_app
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.models.event import Event
from app.models.role import Permission, Role
from app.models.user.history import History


class Permissions(History):
    """A role, and through it the permissions."""

    @declared_attr
    def role_id(cls) -> Mapped[int | None]:  # noqa: N805 - SQLAlchemy calls it with the class
        return mapped_column(ForeignKey("roles.id"), index=True)

    @declared_attr
    def role(cls) -> Mapped[Role | None]:  # noqa: N805
        return relationship(back_populates="users")

    def can(self, permission: Permission) -> bool:
        return self.role is not None and self.role.grants(permission)

    def may(self, permission: Permission) -> bool:
        """Whether the account can do it now: confirmed and open, besides its role."""
        return self.confirmed and self.is_active and self.can(permission)

    @property
    def granted(self) -> int:
        """All permissions that `may` says yes to."""
        return self.role.permissions if self.role and self.confirmed and self.is_active else 0

    def is_administrator(self) -> bool:
        return self.can(Permission.ADMIN)

    def take_the_role_that_is_due(self) -> None:
        """Administrator for who has proven an address that FLASKY_ADMIN names."""
        administrator = Role.named("Administrator")
        if self.email in current_app.config["FLASKY_ADMIN"] and self.role is not administrator:
            self.role = administrator
            self.record(Event.ROLE_GRANTED, role="Administrator")
