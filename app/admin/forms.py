"""The forms of administration: each act on an account is one, with what it says before and who may do it."""

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from wtforms import SelectField, SubmitField

from app.extensions import db
from app.forms import Form, ProseField, Required, at_most, email_field, strip
from app.models import Permission, Role, User
from app.models.role import label_of
from app.models.user.administration import LONGEST_REASON


class ActForm(Form):
    """Something that can be done to an account; `needless` says when there is nothing to do."""

    endpoint: ClassVar[str]
    permission: ClassVar[Permission]
    title: ClassVar[LazyString]
    consequence: ClassVar[LazyString]
    at_once: ClassVar = False  # nothing is lost by it, so nobody is asked twice
    is_grave: ClassVar = False

    @staticmethod
    def needless(_user: User) -> bool:
        return False


class ResendForm(ActForm):
    endpoint, permission, at_once = "admin.resend", Permission.CONFIRM_USERS, True
    title = _("Send the confirmation again")
    consequence = _("Mails a new link to the address. The one mailed before goes dead.")
    submit = SubmitField(_("Send the link"))

    @staticmethod
    def needless(user: User) -> bool:
        return user.confirmed


class ConfirmForm(ActForm):
    endpoint, permission = "admin.confirm", Permission.CONFIRM_USERS
    title = _("Confirm by hand")
    consequence = _("You vouch that the address belongs to this person. It cannot be taken back.")
    submit = SubmitField(_("Confirm the address"))

    @staticmethod
    def needless(user: User) -> bool:
        return user.confirmed


class ResetForm(ActForm):
    endpoint, permission, at_once = "admin.reset", Permission.RESET_PASSWORDS, True
    title = _("Start a password reset")
    consequence = _("Mails the owner a link to choose a new password. Nobody else sees or sets it.")
    submit = SubmitField(_("Mail the link"))

    @staticmethod
    def needless(user: User) -> bool:
        return not (user.confirmed and user.is_active)


class EndSessionsForm(ActForm):
    endpoint, permission = "admin.end_sessions", Permission.END_SESSIONS
    title = _("End all sessions")
    consequence = _("Signs the owner out on every device, at once. We tell them by mail.")
    submit = SubmitField(_("End all sessions"))


class RoleForm(ActForm):
    endpoint, permission = "admin.change_role", Permission.CHANGE_ROLES
    title = _("Change the role")
    consequence = _("What the role allows holds from the person's next page on. We tell them by mail.")
    role = SelectField(_("Role"), render_kw={"class": "form-control"})
    submit = SubmitField(_("Change the role"))

    def __init__(self, owner: User | None = None, **values: Any) -> None:
        super().__init__(owner, role=owner.role.name if owner and owner.role else "", **values)
        names = db.session.scalars(select(Role.name).order_by(Role.permissions, Role.name))
        self.role.choices = [(name, label_of(name)) for name in names]


class EnableForm(ActForm):
    endpoint, permission, at_once = "admin.enable", Permission.DISABLE_USERS, True
    title = _("Enable the account")
    consequence = _("The owner may sign in again, and is told by mail.")
    submit = SubmitField(_("Enable the account"))

    @staticmethod
    def needless(user: User) -> bool:
        return user.disabled_at is None


class DisableForm(ActForm):
    endpoint, permission, is_grave = "admin.disable", Permission.DISABLE_USERS, True
    title = _("Disable the account")
    consequence = _("Signs the owner out everywhere, and nobody gets in until an administrator enables it again.")
    reason = ProseField(
        _("Reason"),
        [Required(_("Please say why. The owner is told.")), at_most(LONGEST_REASON)],
        filters=[strip],
        description=_("The owner reads it in the mail that we send, and it stays in the history."),
        render_kw={"maxlength": LONGEST_REASON, "rows": 3},
    )
    submit = SubmitField(_("Disable the account"))

    @staticmethod
    def needless(user: User) -> bool:
        return user.disabled_at is not None


class CloseForm(ActForm):
    endpoint, permission, is_grave = "admin.close", Permission.CLOSE_USERS, True
    title = _("Close the account")
    consequence = _("The owner is mailed a link that opens it again within 14 days. After that the account is removed.")
    submit = SubmitField(_("Close the account"))

    @staticmethod
    def needless(user: User) -> bool:
        return user.closed_at is not None or not user.confirmed


class InvitationForm(Form):
    email = email_field()
    submit = SubmitField(_("Send the invitation"))


ACTS = (ResendForm, ConfirmForm, ResetForm, EndSessionsForm, RoleForm, EnableForm, DisableForm, CloseForm)


def acts_on(user: User, actor: User) -> Sequence[type[ActForm]]:
    """What the actor may do to the account as it is: nothing to oneself, and to an administrator only the role."""
    if user.id == actor.id:
        return []
    acts = [RoleForm] if user.is_administrator() else ACTS
    return [act for act in acts if actor.may(act.permission) and not act.needless(user)]
