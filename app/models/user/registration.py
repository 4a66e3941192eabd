"""Signing up: an account begins, or the owner of its address hears of the attempt."""

import secrets
from typing import Self

from app.database import undone
from app.extensions import db
from app.models.event import Event
from app.models.role import Role
from app.models.user.correspondence import has_had_enough_mail
from app.models.user.renaming import Renaming


class Registration(Renaming):
    """What makes an account."""

    @classmethod
    def register(cls, email: str, username: str, password_hash: str) -> None:
        """Make an account and write to its address, whoever else is known under it.

        A sign-up that nobody confirmed gives way to the newer one; the owner of a confirmed one
        hears of the attempt. Raises `UsernameTakenError` for the name of another account, and
        `IntegrityError` if another sign-up took name or address in this very moment.
        """
        holder = cls.held_by_address(email)
        cls.ensure_free(username, but_for=holder)
        if holder is None:
            cls._begin(email, username, password_hash)
        elif holder.confirmed:
            holder.warn_of_registration()
            cls._take_as_long(password_hash)
        else:
            holder.begin_again(username, password_hash)

    @classmethod
    def _add(cls, email: str, username: str, password_hash: str) -> Self:
        user = cls()
        user.email, user.username, user.password_hash = email, username, password_hash
        user.role = Role.for_everybody()
        db.session.add(user)
        db.session.flush()
        return user

    @classmethod
    def _begin(cls, email: str, username: str, password_hash: str) -> None:
        user = cls._add(email, username, password_hash)
        user.record(Event.REGISTERED)
        user.request_confirmation()

    @classmethod
    def _take_as_long(cls, password_hash: str) -> None:
        """The work of a new account for a taken address, so that no stopwatch tells the two apart."""
        with undone():
            name = secrets.token_hex(16)
            cls._add(f"{name}@example.org", name, password_hash)

    def begin_again(self, username: str, password_hash: str) -> None:
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
