"""Signing up: an account begins, or the owner of its address hears of the attempt."""

from flask import current_app
from flask_babel import gettext as _

from app.extensions import db
from app.links import external_url
from app.models.event import Event
from app.models.role import Role
from app.models.user.confirmation import Confirmation
from app.models.user.correspondence import has_had_enough_mail


class UsernameTakenError(Exception):
    """Somebody else bears the name already."""


class Registration(Confirmation):
    """What makes an account."""

    @classmethod
    def register(cls, email: str, username: str, password_hash: str) -> None:
        """Make an account and write to its address, whoever else is known under it.

        A sign-up that nobody confirmed gives way to the newer one; the owner of a confirmed one
        hears of the attempt. Raises `UsernameTakenError` for the name of another account, and
        `IntegrityError` if another sign-up took name or address in this very moment.
        """
        holder = cls.held_by_address(email)
        namesake = cls.with_name(username)
        if namesake is not None and namesake is not holder:
            raise UsernameTakenError(username)
        if holder is None:
            cls._begin(email, username, password_hash)
        elif holder.confirmed:
            holder.warn_of_registration()
        else:
            holder._begin_again(username, password_hash)

    @classmethod
    def _begin(cls, email: str, username: str, password_hash: str) -> None:
        user = cls()
        user.email, user.username, user.password_hash = email, username, password_hash
        user.role = Role.for_everybody()
        db.session.add(user)
        db.session.flush()
        user.record(Event.REGISTERED)
        user.request_confirmation()
        user._announce()

    def _begin_again(self, username: str, password_hash: str) -> None:
        """Nothing of the earlier sign-up may survive: whoever made it never proved the address.

        Once the address has had enough mail, the sign-up that the last mail is about stands: its
        link must not go dead while no newer one can follow.
        """
        if has_had_enough_mail(self.email):
            return
        self.username, self.password_hash = username, password_hash
        self.name = self.about = ""
        self.pending_email = None
        self.end_every_session()
        self.record(Event.REGISTERED_AGAIN)
        self.request_confirmation()

    def _announce(self) -> None:
        link = external_url("main.profile", username=self.username)
        for administrator in current_app.config["FLASKY_ADMIN"]:
            self.write_to(administrator, _("New user"), "email/new_user", profile_link=link)
