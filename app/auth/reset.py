"""Choosing a new password by a mailed link; the answer to the request is the same for strangers."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import logout_user

from app import limits
from app.auth import auth
from app.auth.forms import NewPasswordForm, ResetForm
from app.browser import Browser
from app.extensions import db, limiter
from app.models import User
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
    session["reset"] = token
    return redirect(url_for("auth.new_password"))


@auth.route("/reset/new", methods=["GET", "POST"])
@limiter.limit(limits.LINKS, methods=["POST"])
def new_password() -> ResponseReturnValue:
    token = session.get("reset", "")
    user, claim = User.of_reset_link(token)
    reason = user.what_is_wrong_with_reset(claim) if user and claim else "invalid"
    if user is None or reason:
        return render_template("auth/link.html", kind="reset", reason=reason), 404
    form = NewPasswordForm(owner=user)
    if form.validate_on_submit():
        return finish(user, User.reset_password(token, form.password.data))
    page = render_template("auth/new_password.html", form=form, username=user.username)
    return page, 422 if form.is_submitted() else 200


def finish(user: User, done: bool) -> ResponseReturnValue:  # noqa: FBT001 - the outcome
    """Say so and go on to the sign-in page, where this browser now counts as the owner's."""
    db.session.commit()
    if done:
        session.clear()
        logout_user()
        Browser.present().remember(user.id)
        flash(_("Your password has been changed. Please sign in with it."), "success")
        return redirect(url_for("auth.login"), code=303)
    flash(_("This link does not work any more. Please ask for a new one."), "warning")
    return redirect(url_for("auth.reset"), code=303)
