"""A new password, for who knows the old one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.account import account
from app.account.forms import PasswordForm
from app.extensions import db
from app.fresh import fresh_login_required
from app.guessing import Guess
from app.models import Event


@account.route("/password", methods=["GET", "POST"])
@fresh_login_required
def password() -> ResponseReturnValue:
    form = PasswordForm()
    if form.validate_on_submit():
        if changed(form):
            flash(_("Your password has been changed. All other devices were signed out."), "success")
            return redirect(url_for("account.settings"), code=303)
        form.old_password.errors = [_("This is not your current password. Please try again.")]
    return render_template("account/password.html", form=form), 422 if form.is_submitted() else 200


def changed(form: PasswordForm) -> bool:
    """Whether the old password was right, and the new one is in force. Commits."""
    right = Guess(current_user.username, current_user).check(form.old_password.data, Event.PASSWORD_REFUSED)
    if right:
        current_user.change_password(form.password.data)
        current_user.end_other_sessions()
    db.session.commit()
    return right
