"""Signing in by address or name."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import limits, sessions
from app.auth import auth
from app.auth.forms import LoginForm
from app.auth.redirects import wanted_page
from app.extensions import db, limiter
from app.models import AccountEvent, Event, User


@auth.route("/login", methods=["GET", "POST"])
@limiter.limit(limits.SIGN_INS, methods=["POST"])
def login() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(wanted_page(), code=303)
    form = LoginForm()
    if form.validate_on_submit():
        if user := User.with_credentials(form.email.data, form.password.data):
            sessions.begin(user, remember=form.remember_me.data)
            db.session.commit()
            return redirect(wanted_page(), code=303)
        refuse(form)
    return render_template("auth/login.html", form=form), 422 if form.is_submitted() else 200


def refuse(form: LoginForm) -> None:
    """One answer for a wrong password and for an account that does not exist."""
    db.session.add(AccountEvent(user=User.with_identifier(form.email.data), kind=Event.SIGN_IN_REFUSED))
    db.session.commit()
    form.password.errors = [_("Email, username or password are not right. Please try again.")]
