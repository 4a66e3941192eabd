"""Accepting an invitation: whoever follows its link has proven the address, and chooses name and password."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import logout_user

from app import limits, passwords
from app.auth import auth
from app.auth.forms import InvitationForm
from app.auth.links import opened, put_away, refuse
from app.auth.register import turned_away
from app.database import committed
from app.extensions import db, limiter
from app.models import Invitation
from app.models.invitation import INVITE, is_closed
from app.models.refusals import AddressTaken
from app.models.user import UsernameTakenError


@auth.get("/invite/<token>")
def follow_invitation(token: str) -> ResponseReturnValue:
    return put_away(INVITE, Invitation, token, "auth.accept_invitation")


@auth.route("/invite", methods=["GET", "POST"])
@limiter.limit(limits.REGISTRATIONS, methods=["POST"])
def accept_invitation() -> ResponseReturnValue:
    if is_closed():
        return turned_away()
    invitation, token = opened(INVITE, Invitation)
    form = InvitationForm(near=[invitation.email])
    if form.validate_on_submit() and joined(form, token):
        session.clear()
        logout_user()
        flash(_("Your account is ready. Please sign in."), "success")
        return redirect(url_for("auth.login"), code=303)
    page = render_template("auth/invite.html", form=form, address=invitation.email)
    return page, 422 if form.is_submitted() else 200


def joined(form: InvitationForm, token: str) -> bool:
    """Whether the account is there now; False, with the reason beside the field, if its name is taken.

    Ends the request if the link has died meanwhile, or somebody has confirmed its address.
    """
    password_hash = passwords.hash_password(form.password.data)
    try:
        if accepted(token, form.username.data, password_hash):
            return True
    except AddressTaken:
        refuse(INVITE, "used")
    except UsernameTakenError:
        db.session.rollback()
    db.session.expire_all()  # so that the link is looked at as things are now
    opened(INVITE, Invitation)
    form.username.errors = [_("Username already in use. Please choose another.")]
    return False


def accepted(token: str, username: str, password_hash: str) -> bool:
    """Whether the account is in the database; False if another took its name just now, or the link has died."""
    return committed(
        lambda: Invitation.accept(token, username, password_hash) is not None, or_lost_to={"email", "username_key"}
    )
