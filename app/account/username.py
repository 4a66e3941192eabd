"""Bearing another name."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.account import account
from app.account.forms import UsernameForm
from app.database import committed
from app.fresh import fresh_login_required
from app.models.user import UsernameTakenError


@account.route("/username", methods=["GET", "POST"])
@fresh_login_required
def username() -> ResponseReturnValue:
    form = UsernameForm(username=current_user.username)
    if form.validate_on_submit():
        if renamed(form.username.data):
            flash(_("Your username has been changed."), "success")
            return redirect(url_for("account.settings"), code=303)
        form.username.errors = [_("Username already in use. Please choose another.")]
    return render_template("account/username.html", form=form), 422 if form.is_submitted() else 200


def renamed(name: str) -> bool:
    """Whether the name is the account's now; the database decides between two who want it. Commits."""
    try:
        return committed(lambda: current_user.change_username(name) is None, or_lost_to={"username_key"})
    except UsernameTakenError:
        return False
