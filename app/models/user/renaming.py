"""Bearing another name."""

from flask_babel import gettext as _

from app.links import external_url
from app.models.event import Event
from app.models.user.closing import Closing


class UsernameTakenError(Exception):
    """Somebody else bears the name already."""


class Renaming(Closing):
    """A name is borne by one account at a time; old links to a profile lead nowhere."""

    @classmethod
    def ensure_free(cls, username: str, but_for: "Renaming | None" = None) -> None:
        """Raise `UsernameTakenError` if another account bears the name, however capitalised."""
        namesake = cls.with_name(username)
        if namesake is not None and namesake is not but_for:
            raise UsernameTakenError(username)

    def change_username(self, username: str) -> None:
        """A new name. Raises `UsernameTakenError`, and `IntegrityError` if it was taken just now."""
        self.ensure_free(username, but_for=self)
        old_name, self.username = self.username, username
        self.record(Event.USERNAME_CHANGED, old=old_name, new=username)
        link = external_url("account.settings")
        subject = _("Your username was changed")
        self.write_to(self.email, subject, "email/username_changed", old_name=old_name, account_link=link)
