"""Asking people to join."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.admin import admin
from app.admin.actor import myself
from app.admin.forms import InvitationForm
from app.database import committed
from app.extensions import db
from app.models import ActRefused, Invitation, Permission
from app.models.listing import InvitationFilter, Place
from app.permissions import hidden_unless


@admin.route("/invitations", methods=["GET", "POST"])
@hidden_unless(Permission.INVITE)
def invitations() -> ResponseReturnValue:
    form = InvitationForm()
    if form.validate_on_submit() and invited(form):
        flash(_("The invitation is on its way to %(address)s.", address=form.email.data), "success")
        return redirect(url_for("admin.invitations"), code=303)
    page = InvitationFilter().page(Place.read(request.args))
    return render_template("admin/invitations.html", form=form, page=page), 422 if form.is_submitted() else 200


def invited(form: InvitationForm) -> bool:
    """Whether the address is invited; a refusal stands beside the field. Commits."""
    by = myself()
    try:
        # Whoever loses to an invitation of the same moment has what was wanted: the address is invited.
        committed(lambda: bool(Invitation.invite(form.email.data, by)), or_lost_to=["email"])
    except ActRefused as refusal:
        db.session.rollback()
        form.email.errors = [str(refusal)]
        return False
    return True


@admin.post("/invitations/<id:id>/withdraw")
@hidden_unless(Permission.INVITE)
def withdraw(id: int) -> ResponseReturnValue:  # noqa: A002 - the URL's own word
    invitation = db.session.get(Invitation, id) or abort(404)
    try:
        invitation.withdraw(myself())
        db.session.commit()
        flash(_("The invitation is withdrawn, and its link is dead."), "success")
    except ActRefused as refusal:
        db.session.rollback()
        flash(str(refusal), "warning")
    return redirect(url_for("admin.invitations"), code=303)
