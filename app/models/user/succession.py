"""The site is never left without an administrator."""

from sqlalchemy import ColumnElement, select

from app.extensions import db
from app.models.refusals import LastAdministrator
from app.models.role import Permission, Role
from app.models.user.permissions import Permissions


class Succession(Permissions):
    """Whoever takes an administrator away, be it themselves, first holds `Role.held_administrators`.

    So two who would do it at the same instant come one after the other, and the second one counts anew.
    """

    @classmethod
    def can_administer(cls) -> ColumnElement[bool]:
        """An account that can administer the site now: by its role, confirmed and open."""
        roles = select(Role.id).where(Role.permissions.bitwise_and(Permission.ADMIN) != 0)
        return cls.role_id.in_(roles) & cls.confirmed & cls.closed_at.is_(None) & cls.disabled_at.is_(None)

    def is_last_administrator(self) -> bool:
        """Whether nobody could administer the site without this account. Only sure while the roles are held."""
        others = select(type(self).id).where(self.can_administer(), type(self).id != self.id)
        return self.is_administrator() and db.session.scalar(others.limit(1)) is None

    def refuse_if_last(self) -> None:
        """Raise `LastAdministrator` if this is the one."""
        if self.is_last_administrator():
            raise LastAdministrator
