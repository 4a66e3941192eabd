"""What others do to an account: administrators, each by their permissions, and the command line.

Each act takes the `Actor` who does it, is recorded with that name, and raises an `ActRefused` if it may
not be. The owner hears of what concerns them. The caller commits.
"""

from datetime import timedelta
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app import clock
from app.links import external_url
from app.models.actor import Actor
from app.models.event import Event
from app.models.refusals import (
    AddressTaken,
    AlreadySo,
    EnoughMail,
    Gone,
    MoreThanOneHas,
    NotAllowedAnyMore,
    NotConfirmed,
    NotOpen,
    OnAnAdministrator,
    OnOneself,
    refuse_if,
)
from app.models.role import Permission, Role
from app.models.user.addresses import ANSWERS_TO_A_CLAIM, has_had_enough
from app.models.user.recovery import Recovery

LONGEST_REASON = 255
WELCOME = timedelta(days=7)


class Administration(Recovery):
    """Helping and steering. Nobody acts on oneself, nor on an administrator before the role is taken away."""

    # What the owner was told when the account was disabled.
    disabled_reason: Mapped[str | None] = mapped_column(String(LONGEST_REASON))

    def resend_confirmation(self, by: Actor) -> None:
        """Mail the link that confirms the address once more."""
        self._hold_for(by, Permission.CONFIRM_USERS)
        refuse_if(self.confirmed, AlreadySo)
        address = self.address_to_confirm
        refuse_if(self.proven_by_another(address) is not None, AddressTaken)
        refuse_if(has_had_enough(address, *ANSWERS_TO_A_CLAIM), EnoughMail)
        with self.done_by(by):
            self.request_confirmation()

    def confirm_by_hand(self, by: Actor) -> None:
        """Take the actor's word that the address is the owner's."""
        rival = self.at_address(self.address_to_confirm)
        self._hold_for(by, Permission.CONFIRM_USERS, *([rival.id] if rival else []))
        refuse_if(self.confirmed, AlreadySo)
        refuse_if(not self.make_way_at(self.address_to_confirm), AddressTaken)
        self.email, self.pending_email = self.address_to_confirm, None
        with self.done_by(by):
            self.become_confirmed()
        self._tell(_("Your address is confirmed"), "email/confirmed", login_link=external_url("auth.login"))

    def start_reset(self, by: Actor) -> None:
        """Mail the owner a link to choose a new password; nobody else ever sees or sets one."""
        self._hold_for(by, Permission.RESET_PASSWORDS)
        refuse_if(not self.confirmed, NotConfirmed)
        refuse_if(not self.is_active, NotOpen)
        refuse_if(has_had_enough(self.email, "email/reset_started"), EnoughMail)
        with self.done_by(by):
            self.mail_reset("email/reset_started")

    def welcome(self, by: Actor) -> None:
        """Mail somebody, for whom the account was made, the link to choose the first password."""
        with self.done_by(by):
            self.mail_reset("email/welcome", _("There is an account for you"), WELCOME)

    def end_sessions(self, by: Actor) -> int:
        """Sign the owner out everywhere; of how many devices."""
        self._hold_for(by, Permission.END_SESSIONS)
        count = self.end_other_sessions()
        refuse_if(count == 0, AlreadySo)
        with self.done_by(by):
            self.record(Event.EVERY_SESSION_ENDED, count=count)
        self._tell(
            _("You were signed out"), "email/signed_out", count=count, account_link=external_url("account.sessions")
        )
        return count

    def disable(self, by: Actor, reason: str) -> None:
        """Nobody gets in any more, from this moment on; the owner is told the reason."""
        Role.held_administrators()
        self._hold_for(by, Permission.DISABLE_USERS)
        refuse_if(self.disabled_at is not None, AlreadySo)
        self.refuse_if_last()
        self.disabled_at, self.disabled_reason = clock.now(), reason
        self.end_every_session()
        with self.done_by(by):
            self.record(Event.DISABLED, reason=reason)
        self._tell(_("Your account is disabled"), "email/disabled", reason=reason, home_link=external_url("main.index"))

    def enable(self, by: Actor) -> None:
        """The owner may sign in again."""
        self._hold_for(by, Permission.DISABLE_USERS)
        refuse_if(self.disabled_at is None, AlreadySo)
        self.disabled_at = self.disabled_reason = None
        with self.done_by(by):
            self.record(Event.ENABLED)
        self._tell(_("Your account is enabled again"), "email/enabled", login_link=external_url("auth.login"))

    def change_role(self, by: Actor, role: Role) -> None:
        """Give the account another role, which holds from its next request on."""
        Role.held_administrators()
        self._hold_for(by, Permission.CHANGE_ROLES)
        refuse_if(role is self.role, AlreadySo)
        refuse_if(not self.confirmed and role.permissions > 0, NotConfirmed)
        self._refuse_beyond(by, role)
        if not role.grants(Permission.ADMIN):
            self.refuse_if_last()
        old, self.role = self.role, role
        with self.done_by(by):
            self.record(Event.ROLE_CHANGED, old=old.name if old else None, new=role.name)
        self._tell(
            _("Your role was changed"), "email/role_changed", role=role.label, home_link=external_url("main.index")
        )

    def close_account(self, by: Actor) -> None:
        """Close it as its owner would; the owner can open it again."""
        Role.held_administrators()
        self._hold_for(by, Permission.CLOSE_USERS)
        refuse_if(self.closed_at is not None, AlreadySo)
        refuse_if(not self.confirmed, NotConfirmed)
        with self.done_by(by):
            self.close()

    def _hold_for(self, by: Actor, permission: Permission, *others: int) -> None:
        """Hold the rows that the act is about, and refuse what may not be as things are now."""
        actor = by.user
        refuse_if(actor is not None and actor.id == self.id, OnOneself)
        refuse_if(not self.hold(*others, *([actor.id] if actor else [])), Gone)
        if actor is not None:
            refuse_if(not actor.may(permission), NotAllowedAnyMore)
            refuse_if(self.is_administrator() and permission is not Permission.CHANGE_ROLES, OnAnAdministrator)

    def _refuse_beyond(self, by: Actor, role: Role) -> None:
        """Whoever changes roles gives and takes no permission that is not their own."""
        roles = [role, self.role] if self.role else [role]
        beyond = by.user is not None and not all(by.user.can(Permission(one.permissions)) for one in roles)
        refuse_if(beyond, MoreThanOneHas)

    def _tell(self, subject: LazyString, template: str, **values: Any) -> None:
        """Write to the owner; nobody has proven to be that before the address is confirmed."""
        if self.confirmed:
            self.write_to(self.email, subject, template, **values)
