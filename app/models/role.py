"""Roles: named sets of permissions, kept as data."""

from enum import IntFlag
from typing import TYPE_CHECKING

from sqlalchemy import Integer, String, select
from sqlalchemy.orm import DynamicMapped, Mapped, mapped_column, relationship

from app.extensions import Model, db

if TYPE_CHECKING:
    from app.models.user import User


class Permission(IntFlag):
    """What a person may do beyond their own account."""

    MODERATE = 1
    ADMIN = 2


# Each role with its permissions; the first is everybody's.
ROLES = {
    "User": Permission(0),
    "Moderator": Permission.MODERATE,
    "Administrator": Permission.MODERATE | Permission.ADMIN,
}


class Role(Model):
    """A role; `role.users` is a query that can be refined."""

    __tablename__ = "roles"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    default: Mapped[bool] = mapped_column(default=False)
    permissions: Mapped[int] = mapped_column(Integer, default=0)
    users: DynamicMapped["User"] = relationship(back_populates="role")

    def __repr__(self) -> str:
        return f"<Role {self.name!r}>"

    @classmethod
    def insert_roles(cls) -> None:
        """Add the roles that are missing and bring the others up to date; the caller commits."""
        for name, permissions in ROLES.items():
            role = cls.named(name) or cls(name=name)
            role.permissions = int(permissions)
            role.default = name == "User"
            db.session.add(role)

    @classmethod
    def named(cls, name: str) -> "Role | None":
        return db.session.scalar(select(cls).where(cls.name == name))

    @classmethod
    def for_everybody(cls) -> "Role | None":
        return db.session.scalar(select(cls).where(cls.default))

    def grants(self, permission: Permission) -> bool:
        return self.permissions & permission == permission
