"""What administrators do to an account: each a POST with a permission of its own."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _

from app.admin import admin
from app.admin.actor import myself
from app.admin.forms import (
    ActForm,
    CloseForm,
    ConfirmForm,
    DisableForm,
    EnableForm,
    EndSessionsForm,
    ResendForm,
    ResetForm,
    RoleForm,
)
from app.admin.user import find
from app.extensions import db
from app.models import Actor, ActRefused, Permission, Role, User
from app.models.role import label_of
from app.permissions import hidden_unless

Deed = Callable[[User, Actor], LazyString | str]


@admin.post("/users/<id:id>/resend")
@hidden_unless(Permission.CONFIRM_USERS)
def resend(id: int) -> ResponseReturnValue:  # noqa: A002 - the URL's own word
    def deed(user: User, by: Actor) -> LazyString:
        user.resend_confirmation(by)
        return _("A new link is on its way to %(address)s.", address=user.address_to_confirm)

    return carry_out(id, ResendForm(), deed)


@admin.route("/users/<id:id>/confirm", methods=["GET", "POST"])
@hidden_unless(Permission.CONFIRM_USERS)
def confirm(id: int) -> ResponseReturnValue:  # noqa: A002
    def deed(user: User, by: Actor) -> LazyString:
        user.confirm_by_hand(by)
        return _("The address is confirmed.")

    return carry_out(id, ConfirmForm(), deed)


@admin.post("/users/<id:id>/reset")
@hidden_unless(Permission.RESET_PASSWORDS)
def reset(id: int) -> ResponseReturnValue:  # noqa: A002
    def deed(user: User, by: Actor) -> LazyString:
        user.start_reset(by)
        return _("A link to choose a new password is on its way to %(address)s.", address=user.email)

    return carry_out(id, ResetForm(), deed)


@admin.route("/users/<id:id>/end-sessions", methods=["GET", "POST"])
@hidden_unless(Permission.END_SESSIONS)
def end_sessions(id: int) -> ResponseReturnValue:  # noqa: A002
    def deed(user: User, by: Actor) -> str:
        count = user.end_sessions(by)
        return str(ngettext("%(num)d device was signed out.", "%(num)d devices were signed out.", count))

    return carry_out(id, EndSessionsForm(), deed)


@admin.route("/users/<id:id>/role", methods=["GET", "POST"])
@hidden_unless(Permission.CHANGE_ROLES)
def change_role(id: int) -> ResponseReturnValue:  # noqa: A002
    form = RoleForm(find(id))

    def deed(user: User, by: Actor) -> LazyString:
        role = Role.named(form.role.data)
        if role is not None:
            user.change_role(by, role)
        return _("The role is %(role)s now.", role=label_of(form.role.data))

    return carry_out(id, form, deed)


@admin.post("/users/<id:id>/enable")
@hidden_unless(Permission.DISABLE_USERS)
def enable(id: int) -> ResponseReturnValue:  # noqa: A002
    def deed(user: User, by: Actor) -> LazyString:
        user.enable(by)
        return _("The account is enabled. We wrote to its owner.")

    return carry_out(id, EnableForm(), deed)


@admin.route("/users/<id:id>/disable", methods=["GET", "POST"])
@hidden_unless(Permission.DISABLE_USERS)
def disable(id: int) -> ResponseReturnValue:  # noqa: A002
    form = DisableForm()

    def deed(user: User, by: Actor) -> LazyString:
        user.disable(by, form.reason.data)
        return _("The account is disabled. We wrote to its owner.")

    return carry_out(id, form, deed)


@admin.route("/users/<id:id>/close", methods=["GET", "POST"])
@hidden_unless(Permission.CLOSE_USERS)
def close(id: int) -> ResponseReturnValue:  # noqa: A002
    def deed(user: User, by: Actor) -> LazyString:
        user.close_account(by)
        return _("The account is closed. We wrote to its owner.")

    return carry_out(id, CloseForm(), deed)


def carry_out(id: int, form: ActForm, deed: Deed) -> ResponseReturnValue:  # noqa: A002
    """Ask first, then do it, or say why it is refused; the deed's words tell what was done."""
    user = find(id)
    if not form.validate_on_submit():
        return render_template("admin/act.html", person=user, form=form), 422 if form.is_submitted() else 200
    try:
        done = deed(user, myself())
        db.session.commit()
        flash(str(done), "success")
    except ActRefused as refusal:
        db.session.rollback()
        flash(str(refusal), "warning")
    return redirect(url_for("admin.user", id=id), code=303)
