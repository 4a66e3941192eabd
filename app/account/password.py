"""A new password, for who knows the old one."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from app import sessions
from app.account import account
from app.account.forms import PasswordForm
from app.extensions import db
from app.fresh import fresh_login_required
from app.guessing import Guess
from app.models import Event, User


@account.get("/password")
@fresh_login_required
def password() -> ResponseReturnValue:
    return render_template("account/password.html", form=PasswordForm())


@account.post("/password")
@login_required
def change_password() -> ResponseReturnValue:
    """The old password comes along, so nothing else has to be asked, however long the page was open."""
    form = PasswordForm()
    if form.validate_on_submit():
        if changed(current_user._get_current_object(), form):  # noqa: SLF001 - Flask-Login wants the user itself
            flash(_("Your password has been changed. All other devices were signed out."), "success")
            return redirect(url_for("account.settings"), code=303)
        form.old_password.errors = [_("This is not your current password. Please try again.")]
    return render_template("account/password.html", form=form), 422


def changed(user: User, form: PasswordForm) -> bool:
    """Whether the old password was right, and the new one is in force. Commits."""
    right = Guess(user.username, user).check(form.old_password.data, Event.PASSWORD_REFUSED)
    if right:
        user.change_password(form.password.data)
        user.end_other_sessions()
        sessions.renew(user)
    db.session.commit()
    return right
