"""Bearing another name."""

from flask_babel import lazy_gettext as _

from app.links import external_url
from app.models.event import Event
from app.models.user.correspondence import Correspondence


class UsernameTakenError(Exception):
    """Somebody else bears the name already."""


class Renaming(Correspondence):
    """A name is borne by one account at a time; old links to a profile lead nowhere."""

    @staticmethod
    def refuse_if_taken(username: str, namesake: "Renaming | None", bearer: "Renaming | None") -> None:
        """Raise `UsernameTakenError` unless the name is free, or the bearer's own."""
        if namesake is not None and namesake is not bearer:
            raise UsernameTakenError(username)

    def change_username(self, username: str) -> None:
        """A new name. Raises `UsernameTakenError`, and `IntegrityError` if it was taken just now."""
        if username == self.username:
            return
        self.refuse_if_taken(username, self.with_name(username), self)
        old_name, self.username = self.username, username
        self.record(Event.USERNAME_CHANGED, old=old_name, new=username)
        subject, link = _("Your username was changed"), external_url("account.settings")
        self.write_to(self.email, subject, "email/username_changed", old_name=old_name, account_link=link)
