"""Signing up: an account begins, or the owner of its address hears of the attempt."""

import secrets
from typing import Any, Self

from app import clock, languages
from app.extensions import db
from app.models.actor import Actor
from app.models.event import Event
from app.models.refusals import AddressTaken, refuse_if
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

        A sign-up that nobody confirmed gives way to the newer one, unless its address has had enough
        mail: then the last one stands, whose link must not go dead while no newer one can follow. The
        owner of a taken address hears of the attempt. Raises `UsernameTakenError` for the name of another
        account, and `IntegrityError` if another sign-up took name or address in this very moment.
        """
        # The name first: a sign-up for both that commits between the two is then seen as waiting.
        namesake = cls.with_name(username)
        owner, waiting = cls.held_claimants(email)
        cls.refuse_if_taken(username, namesake, waiting)
        user, had_enough = waiting or cls(), has_had_enough(email, *ANSWERS_TO_A_CLAIM)
        if not (waiting and had_enough):
            owner = None if owner is waiting else owner
            user.begin(email, username, password_hash, is_taken=owner is not None)
            if not had_enough:
                user.ask_for_proof(owner)

    def begin(self, email: str, username: str, password_hash: str, *, is_taken: bool) -> None:
        """Wait for the address to be proven; nothing survives of an earlier sign-up that waited for it.

        For a taken address the account waits like any other, and nobody will ever confirm it: so
        nobody can tell the two apart by signing in, or by the name that is taken from now on.
        """
        kind = Event.REGISTERED_AGAIN if self.id else Event.REGISTERED
        if self.id:
            self.end_every_session()
        self.email = f"{secrets.token_hex(16)}@{NOWHERE}" if is_taken else email
        self.pending_email = email if is_taken else None
        self.username, self.password_hash = username, password_hash
        self.name = self.about = ""
        self.role, self.language = Role.for_everybody(), languages.present()
        self.created_at = self.browsers_since = self.confirmation_sent_at = clock.now()
        db.session.add(self)
        db.session.flush()
        self.record(kind)

    @classmethod
    def make(
        cls, email: str, username: str, password_hash: str | None, by: Actor | None = None, **details: Any
    ) -> Self:
        """Make a confirmed account, on the word of the actor or because the address was proven otherwise.

        A sign-up that waits for the address gives way. Raises `AddressTaken` and `UsernameTakenError`,
        and `IntegrityError` if another took address or name in this very moment.
        """
        holder = cls.held_by_address(email)
        refuse_if(holder is not None and holder.confirmed, AddressTaken)
        if holder is not None:
            holder.forget()
        cls.refuse_if_taken(username, cls.with_name(username), None)
        user = cls()
        user.email, user.username, user.password_hash = email, username, password_hash
        user.role, user.language = Role.for_everybody(), languages.present()
        db.session.add(user)
        db.session.flush()
        with user.done_by(by):
            user.record(Event.REGISTERED, **details)
            user.become_confirmed()
        return user
