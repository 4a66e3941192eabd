"""Signing up: an account begins, or the owner of its address hears of the attempt."""

import secrets

from flask_babel import get_locale

from app import clock
from app.extensions import db
from app.models.event import Event
from app.models.role import Role
from app.models.user.addresses import ANSWERS_TO_A_CLAIM, has_had_enough
from app.models.user.confirmation import Confirmation
from app.models.user.renaming import Renaming
from app.models.user.sessions import Sessions

NOWHERE = "unproven.invalid"  # no address can be there (RFC 2606)


class Registration(Confirmation, Renaming, Sessions):
    """What makes an account."""

    @classmethod
    def register(cls, email: str, username: str, password_hash: str) -> None:
        """Make an account and write to its address, whoever else is known under it.

        A sign-up that nobody confirmed gives way to the newer one; the owner of a taken address hears
        of the attempt. Raises `UsernameTakenError` for the name of another account, and
        `IntegrityError` if another sign-up took name or address in this very moment.
        """
        # The name first: a sign-up for both that commits between the two is then seen as waiting.
        namesake = cls.with_name(username)
        owner = cls.held_by_address(email)
        waiting = owner if owner and not owner.confirmed else cls.waiting_for(email)
        cls.refuse_if_taken(username, namesake, waiting)
        if waiting:
            waiting.begin_again(username, password_hash)
        else:
            cls._begin(email, username, password_hash, is_taken=owner is not None)

    @classmethod
    def _begin(cls, email: str, username: str, password_hash: str, *, is_taken: bool) -> None:
        """A new account. For a taken address it waits as any other, and nobody will ever confirm it.

        So nobody can tell the two apart by signing in, or by the name that is taken from now on.
        """
        user = cls()
        user.username, user.password_hash = username, password_hash
        user.email = f"{secrets.token_hex(16)}@{NOWHERE}" if is_taken else email
        user.pending_email = email if is_taken else None
        user.role, user.language = Role.for_everybody(), str(get_locale() or "")
        db.session.add(user)
        db.session.flush()
        user.record(Event.REGISTERED)
        user.request_confirmation()

    def begin_again(self, username: str, password_hash: str) -> None:
        """Nothing of the earlier sign-up may survive: whoever made it never proved the address.

        Once the address has had enough mail, the sign-up that the last mail is about stands: its
        link must not go dead while no newer one can follow.
        """
        if has_had_enough(self.address_to_confirm, *ANSWERS_TO_A_CLAIM):
            return
        self.username, self.password_hash = username, password_hash
        self.name = self.about = ""
        self.role, self.browsers_since = Role.for_everybody(), clock.now()
        self.end_every_session()
        self.record(Event.REGISTERED_AGAIN)
        self.request_confirmation()
