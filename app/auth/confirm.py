"""Following the link in a confirmation mail.

A link by itself changes nothing: mail scanners open links too. It takes the owner's signed-in
session, or the account's password, because whoever signed up with this address may not be its owner.
"""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from app import limits, sessions
from app.auth import auth
from app.auth.forms import ConfirmForm
from app.extensions import db, limiter
from app.models import Event, User


@auth.get("/confirm/<token>")
@limiter.limit(limits.CONFIRMATIONS)
def confirm(token: str) -> ResponseReturnValue:
    user, _claim = User.of_confirmation_link(token)
    if user is None or user != current_user:
        session["confirmation_token"] = token
        return redirect(url_for("auth.confirm_with_password"))
    if user.confirmed:
        flash(_("Your address is confirmed already."), "info")
        return redirect(url_for("main.index"))
    return finish(user, token)


@auth.route("/confirm", methods=["GET", "POST"])
@limiter.limit(limits.SIGN_INS, methods=["POST"])
def confirm_with_password() -> ResponseReturnValue:
    token = session.get("confirmation_token", "")
    user, claim = User.of_confirmation_link(token)
    reason = user.what_is_wrong_with(claim) if user and claim else "invalid"
    if user is None or reason:
        return render_template("auth/link.html", reason=reason), 404
    form = ConfirmForm()
    if form.validate_on_submit():
        if user.verify_password(form.password.data):
            sessions.begin(user, remember=False)
            return finish(user, token)
        refuse(user, form)
    page = render_template("auth/confirm.html", form=form, address=user.address_to_confirm)
    return page, 422 if form.is_submitted() else 200


def finish(user: User, token: str) -> ResponseReturnValue:
    """Confirm, or say why not; whoever comes here has proven to be the account's owner."""
    if confirmed(user, token):
        flash(_("You have confirmed your address. Thank you!"), "success")
        return redirect(url_for("main.index"), code=303)
    flash(_("This link does not work any more. Please ask for a new one."), "warning")
    return redirect(url_for("auth.unconfirmed"), code=303)


def confirmed(user: User, token: str) -> bool:
    """Whether the account is confirmed now; not if another took the address in this very moment."""
    try:
        outcome = user.confirm(token)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    return outcome


def refuse(user: User, form: ConfirmForm) -> None:
    user.record(Event.SIGN_IN_REFUSED)
    db.session.commit()
    form.password.errors = [_("This is not the password of this account. Please try again.")]
