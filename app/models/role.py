"""Roles: named sets of permissions, kept as data."""

from collections.abc import Sequence
from enum import IntFlag
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import Integer, Select, String, select
from sqlalchemy.orm import DynamicMapped, Mapped, mapped_column, relationship

from app.extensions import Model, db

if TYPE_CHECKING:
    from app.models.user import User


class Permission(IntFlag):
    """What a person may do beyond their own account.

    The numbers are stored: a new permission takes the next power of two, and none changes its own.
    """

    MODERATE = 1  # see users and events
    ADMIN = 2  # see all of /admin/
    CONFIRM_USERS = 4
    RESET_PASSWORDS = 8  # which is to have a link mailed to the owner
    END_SESSIONS = 16
    DISABLE_USERS = 32
    CHANGE_ROLES = 64
    CLOSE_USERS = 128
    INVITE = 256
    EXPORT = 512
    RETRY_MAIL = 1024


# Each role with its permissions; the first is everybody's.
ROLES = {
    "User": Permission(0),
    "Moderator": Permission.MODERATE,
    "Administrator": reduce(or_, Permission),
}
LABELS = {"User": _("User"), "Moderator": _("Moderator"), "Administrator": _("Administrator")}


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
        """Add the roles that are missing, and to the others the permissions that they lack; the caller commits.

        What an operator added stays: roles, permissions, and a role of their own that is everybody's.
        """
        own = select(cls.id).where(cls.default, cls.name.not_in(ROLES)).limit(1)
        everybodys = "" if db.session.scalar(own) else "User"
        for name, permissions in ROLES.items():
            role = cls.named(name) or cls(name=name, permissions=0)
            role.permissions |= int(permissions)
            role.default = name == everybodys
            db.session.add(role)

    @classmethod
    def named(cls, name: str) -> "Role | None":
        return db.session.scalar(select(cls).where(cls.name == name))

    @classmethod
    def held_administrators(cls) -> Sequence["Role"]:
        """The roles that administer, held until the commit: whoever takes an administrator away waits here."""
        roles = select(cls).where(cls.permissions.bitwise_and(Permission.ADMIN) != 0).order_by(cls.id)
        return db.session.scalars(roles.with_for_update().execution_options(populate_existing=True)).all()

    @classmethod
    def for_everybody(cls) -> "Role | None":
        return db.session.scalar(cls._everybodys())

    @classmethod
    @cache
    def _everybodys(cls) -> Select["Role"]:
        return select(cls).where(cls.default)

    @property
    def label(self) -> str | LazyString:
        return label_of(self.name)

    def grants(self, permission: Permission) -> bool:
        return self.permissions & permission == permission


def label_of(name: str) -> str | LazyString:
    """A role's name in the reader's language; one that an operator made bears the name that it was given."""
    return LABELS.get(name, name)
