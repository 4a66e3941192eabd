"""Invitations: an address is asked to join, and whoever follows the link there has proven to own it."""

from datetime import datetime, timedelta
from typing import Self

from flask import current_app
from flask_babel import lazy_gettext as _
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.email import send_email
from app.extensions import Model, db
from app.links import Link, external_url
from app.models.actor import Actor
from app.models.event import Event
from app.models.refusals import AddressTaken, EnoughMail, NotAllowedAnyMore, RegistrationClosed, refuse_if
from app.models.role import Permission
from app.models.statements import delete_where
from app.models.types import BigId, UTCDateTime, exact_string
from app.models.user import User
from app.models.user.addresses import has_had_enough

DAYS = 7
INVITE = Link("invite", timedelta(days=DAYS), lambda invitation: (invitation.email, invitation.created_at))


class Invitation(Model):
    """One address that may join; the row goes when it does, so that the link works once."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    email: Mapped[str] = mapped_column(exact_string(254), unique=True)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    invited_by: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)

    @classmethod
    def invite(cls, email: str, by: Actor) -> Self:
        """Mail a link to the address; one mailed before goes dead. Raises `ActRefused`.

        `IntegrityError` if somebody else invites the address in this very moment.
        """
        refuse_unless_allowed(by)
        refuse_if(is_closed(), RegistrationClosed)
        holder = User.at_address(email)
        refuse_if(holder is not None and holder.confirmed, AddressTaken)
        refuse_if(has_had_enough(email, "email/invitation"), EnoughMail)
        invitation = db.session.scalar(select(cls).where(cls.email == email).with_for_update()) or cls(email=email)
        invitation.invited_by, invitation.invited_by_id = by.name, by.user.id if by.user else None
        invitation.created_at, invitation.expires_at = clock.now(), clock.now() + INVITE.lifetime
        db.session.add(invitation)
        db.session.flush()
        by.record(Event.INVITED, invitation=invitation.id)
        invitation.mail()
        return invitation

    def mail(self) -> None:
        link = external_url("auth.follow_invitation", token=INVITE.sign(self))
        send_email(
            self.email, str(_("You are invited")), "email/invitation", link=link, inviter=self.inviter, days=DAYS
        )

    @property
    def inviter(self) -> str:
        """The name of whoever invited, if it was a person; a command line means nothing to who is invited."""
        return self.invited_by if self.invited_by_id else ""

    @property
    def is_over(self) -> bool:
        return clock.now() >= self.expires_at

    def withdraw(self, by: Actor) -> None:
        """The link is dead from now on. Raises `ActRefused`."""
        refuse_unless_allowed(by)
        by.record(Event.INVITATION_WITHDRAWN, invitation=self.id)
        delete_where(Invitation, Invitation.id == self.id)

    @classmethod
    def accept(cls, token: str, username: str, password_hash: str) -> User | None:
        """The new account, confirmed; None if the link does not work any more.

        Raises `UsernameTakenError`, and `IntegrityError` if another took address or name just now.
        """
        invitation = INVITE.owner(token, cls)
        if invitation is None or is_closed() or not invitation.hold() or INVITE.fault(token, invitation):
            return None
        user = User.make(invitation.email, username, password_hash, invited_by=invitation.invited_by)
        db.session.delete(invitation)
        return user

    def hold(self) -> bool:
        """Hold the row as it is now until the commit; False if it is gone."""
        held = db.session.get(Invitation, self.id, with_for_update=True, populate_existing=True)
        return held is not None

    @classmethod
    def purge(cls) -> int:
        """Remove the invitations that are over; how many. The caller commits."""
        return delete_where(cls, cls.expires_at < clock.now())


def is_closed() -> bool:
    return bool(current_app.config["FLASKY_REGISTRATION"] == "closed")


def refuse_unless_allowed(by: Actor) -> None:
    """As things are now: the actor's row is held until the commit."""
    if by.user is not None:
        by.user.hold()
        refuse_if(not by.user.may(Permission.INVITE), NotAllowedAnyMore)
