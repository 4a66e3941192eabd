"""The addresses of an account: the one it has, the one it waits for, and whose they are."""

from datetime import timedelta
from functools import cache
from typing import Self

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app import addresses, clock
from app.extensions import db
from app.limits import MAILS_AN_HOUR
from app.links import external_url
from app.models.event import Event
from app.models.message import Message
from app.models.types import exact_string
from app.models.user.correspondence import Correspondence

# What an address gets when somebody gives it as theirs: the link, or the news that it is taken.
ANSWERS_TO_A_CLAIM = ("email/confirm", "email/already_registered", "email/confirm_new_address")


class Addresses(Correspondence):
    """An address belongs to whoever has proven it; a sign-up that nobody confirmed gives way."""

    # Given, but not proven yet: the account moves there once it is.
    pending_email: Mapped[str | None] = mapped_column(exact_string(254), index=True)

    @classmethod
    def at_address(cls, address: str) -> Self | None:
        return db.session.scalar(select(cls).where(cls.email == address))

    @classmethod
    def held_claimants(cls, address: str) -> "tuple[Self | None, Self | None]":
        """Whose the address is, and the sign-up that waits for it, held: it may be confirmed just now."""
        found = db.session.scalars(cls._held_claims(), {"address": address}).all()
        owner = next((user for user in found if user.email == address), None)
        waiting = [user for user in found if not user.confirmed]
        return owner, owner if owner in waiting else next(reversed(waiting), None)

    @classmethod
    @cache
    def _held_claims(cls) -> Select[Self]:
        return cls._claims().with_for_update().execution_options(populate_existing=True)

    @classmethod
    @cache
    def _claims(cls) -> Select[Self]:
        """Who has the `address`, or would like to. Two indexes find it; who asks sorts out the confirmed ones by hand.

        With that in the query too, SQLite looks at everybody, or at all who are not confirmed.
        """
        claim = or_(*(column == bindparam("address") for column in (cls.email, cls.pending_email)))
        return select(cls).where(claim).order_by(cls.id)

    def proven_by_another(self, address: str) -> "Addresses | None":
        """The other account that the address belongs to, if it is confirmed."""
        holder = self.at_address(address)
        return holder if holder is not None and holder is not self and holder.confirmed else None

    @classmethod
    def candidates(cls, identifier: str) -> "list[Self | None]":
        """Whom a password typed for this name or address may belong to; nobody stands for who is not there.

        At an address both the owner and a sign-up that waits for it: with only one of them, whoever
        signed up could tell by signing in whether the address has an owner.
        """
        if "@" not in identifier:
            return [cls.with_name(identifier)]
        try:
            address = addresses.normalize(identifier)
        except addresses.AddressError:
            return [None]
        found = db.session.scalars(cls._claims(), {"address": address}).all()
        waiting = [user for user in found if not user.confirmed][-1:]
        return [next((user for user in found if user.confirmed and user.email == address), None), *waiting]

    def hold_with_rival(self, address: str | None) -> None:
        """Hold this account's row, and that of whoever has the address that it wants."""
        holder = self.at_address(address) if address else None
        self.hold(*([holder.id] if holder else []))

    def make_way_at(self, address: str) -> bool:
        """Whether the address is free for this account now; the rows are held."""
        holder = self.at_address(address)
        if holder is None or holder is self:
            return True
        if holder.confirmed:
            return False
        holder.forget()
        return True

    def warn_of_registration(self) -> None:
        """Tell the owner that somebody typed this address in; the page does not."""
        self.record(Event.REGISTRATION_REPEATED)
        self.write_to(
            self.email,
            _("You already have an account"),
            "email/already_registered",
            login_link=external_url("auth.login"),
            reset_link=external_url("auth.reset"),
        )


def has_had_enough(address: str, *templates: str) -> bool:
    """Whether the address has had its share of mails of these kinds, which together answer one question.

    Counted in the outbox itself, so it holds over all processes and restarts. Each question has a
    share of its own: whoever uses up one must not keep the owner from the others.
    """
    since = clock.now() - timedelta(hours=1)
    return Message.count_to(address, since, templates) >= MAILS_AN_HOUR
