"""Signing in by address or name."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import sessions
from app.auth import auth
from app.auth.forms import LoginForm
from app.blank import render_blank
from app.extensions import db
from app.guessing import Guess
from app.pace import WITH_HASHES, same_pace
from app.redirects import wanted_page


@auth.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(wanted_page(), code=303)
    if request.method != "POST":
        return render_blank("auth/login.html", LoginForm)
    with same_pace(WITH_HASHES):
        return answer(LoginForm())


def answer(form: LoginForm) -> ResponseReturnValue:
    """Let in, or one answer for a wrong password and for an account that does not exist, or is closed."""
    if form.validate():
        if signed_in(form):
            return redirect(wanted_page(), code=303)
        form.password.errors = [_("Email, username or password are not right. Please try again.")]
    return render_template("auth/login.html", form=form), 422


def signed_in(form: LoginForm) -> bool:
    """Whether the password opened an account; a refusal is counted and recorded. Commits."""
    guess = Guess.at(form.email.data)
    right = guess.check(form.password.data)
    if right and guess.user is not None:
        sessions.begin(guess.user, remember=form.remember_me.data)
    db.session.commit()
    return right
