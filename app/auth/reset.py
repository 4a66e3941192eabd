"""Choosing a new password by a mailed link; the answer to the request is the same for strangers."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import logout_user

from app import limits
from app.auth import auth
from app.auth.forms import NewPasswordForm, ResetForm
from app.auth.links import opened, put_away, refuse
from app.browser import Browser
from app.extensions import db, limiter
from app.models import User
from app.models.user.recovery import RESET
from app.pace import same_pace


@auth.route("/reset", methods=["GET", "POST"])
@limiter.limit(limits.LINKS, methods=["POST"])
def reset() -> ResponseReturnValue:
    form = ResetForm()
    if form.validate_on_submit():
        with same_pace():
            User.request_reset_at(form.email.data)
            db.session.commit()
        session["reset_address"] = form.email.data
        return redirect(url_for("auth.reset_sent"), code=303)
    return render_template("auth/reset.html", form=form), 422 if form.is_submitted() else 200


@auth.get("/reset/sent")
def reset_sent() -> ResponseReturnValue:
    if "reset_address" not in session:
        return redirect(url_for("auth.reset"))
    return render_template("auth/reset_sent.html", address=session["reset_address"])


@auth.get("/reset/<token>")
def follow_reset(token: str) -> ResponseReturnValue:
    return put_away(RESET, User, token, "auth.new_password")


@auth.route("/reset/new", methods=["GET", "POST"])
@limiter.limit(limits.LINKS, methods=["POST"])
def new_password() -> ResponseReturnValue:
    user, token = opened(RESET, User)
    form = NewPasswordForm(owner=user)
    if form.validate_on_submit():
        done = User.reset_password(token, form.password.data)
        db.session.commit()
        return welcome_back(user) if done else refuse(RESET, "used")
    page = render_template("auth/new_password.html", form=form, username=user.username)
    return page, 422 if form.is_submitted() else 200


def welcome_back(user: User) -> ResponseReturnValue:
    """On to the sign-in page; this browser now counts as the owner's."""
    session.clear()
    logout_user()
    Browser.present().remember(user)
    flash(_("Your password has been changed. Please sign in with it."), "success")
    return redirect(url_for("auth.login"), code=303)
