"""Registering: the answer is the same whether or not the address is known."""

from flask import current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import limits, passwords
from app.auth import auth
from app.auth.forms import RegistrationForm
from app.auth.waiting_mail import waiting_mail
from app.blank import render_blank
from app.database import committed
from app.extensions import limiter
from app.models import User
from app.models.user import UsernameTakenError

ATTEMPTS = 3  # one sign-up loses to another of the same moment once; the second try sees its row


@auth.route("/register", methods=["GET", "POST"])
@limiter.limit(limits.REGISTRATIONS, methods=["POST"])
def register() -> ResponseReturnValue:
    if current_app.config["FLASKY_REGISTRATION"] != "open":
        return turned_away()
    if request.method != "POST":
        return render_blank("auth/register.html", begun_form)
    form = RegistrationForm()
    if form.validate() and sign_up(form):
        session["registered_address"] = form.email.data
        return redirect(url_for("auth.registered"), code=303)
    return render_template("auth/register.html", form=form), 422


def begun_form() -> RegistrationForm:
    """The form, with the name that somebody has chosen already, on the home page."""
    return RegistrationForm(username=request.args.get("username"))


def turned_away() -> ResponseReturnValue:
    """The page for strangers where nobody, or not everybody, may register."""
    return render_template("auth/register_closed.html"), 403 if request.method == "POST" else 200


@auth.get("/registered")
def registered() -> ResponseReturnValue:
    if "registered_address" not in session:
        return redirect(url_for("auth.register"))
    address = session["registered_address"]
    return render_template("auth/registered.html", address=address, **waiting_mail(address))


def sign_up(form: RegistrationForm) -> bool:
    """Store the sign-up; False, with the reason beside the field, if its name went to another meanwhile."""
    password_hash = passwords.hash_password(form.password.data)
    try:
        for _attempt in range(ATTEMPTS):
            if stored(form.email.data, form.username.data, password_hash):
                return True
    except UsernameTakenError:
        form.username.errors = [_("Username already in use. Please choose another.")]
    return False


def stored(email: str, username: str, password_hash: str) -> bool:
    """Whether the sign-up is in the database; False if another took its name or address just now."""
    return committed(
        lambda: User.register(email, username, password_hash) is None, or_lost_to={"email", "username_key"}
    )
