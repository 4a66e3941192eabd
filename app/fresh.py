"""Sensitive pages ask for the password again when it was typed long ago, once, and then go on."""

from collections.abc import Callable
from functools import wraps

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_login import current_user, login_fresh, login_required
from wtforms import SubmitField

from app import kept_forms, sessions
from app.extensions import db
from app.forms import CURRENT_PASSWORD, Form, Required, SecretField
from app.guessing import Guess
from app.models import Event, User
from app.redirects import here

View = Callable[..., ResponseReturnValue]


class FreshForm(Form):
    """Its field has a name of its own, because it may travel together with another form."""

    fresh_password = SecretField(_("Password"), [Required(_("Please type your password."))], render_kw=CURRENT_PASSWORD)
    submit = SubmitField(_("Go on"))


def fresh_login_required(view: View) -> View:
    """For pages that a passer-by at an open computer must not get at."""

    @wraps(view)
    @login_required
    def guarded(**values: object) -> ResponseReturnValue:
        if login_fresh() and current_user.current_session.is_fresh():
            return view(**values)
        if request.method != "POST":
            return redirect(url_for("auth.fresh", next=here()))
        form = FreshForm()
        return view(**values) if is_owner(form) else ask(form, kept_forms.typed())

    return guarded


def is_owner(form: FreshForm) -> bool:
    """Whether the password was typed along; the session then is fresh, under a new id. Commits."""
    if "fresh_password" not in request.form or not form.validate():
        return False
    user: User = current_user._get_current_object()  # noqa: SLF001 - Flask-Login wants the user itself
    right = Guess(user.username, user).check(form.fresh_password.data, Event.PASSWORD_REFUSED)
    if right:
        sessions.renew(user)
    else:
        form.fresh_password.errors = [_("This is not your password. Please try again.")]
    db.session.commit()
    return right


def ask(form: FreshForm, kept: list[tuple[str, str]]) -> ResponseReturnValue:
    """The page that asks, carrying along what was already filled in."""
    return render_template("auth/fresh.html", form=form, kept=kept), 422 if form.fresh_password.errors else 200
