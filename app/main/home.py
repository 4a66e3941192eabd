"""The home page: a greeting for strangers, the latest news of the account for its owner."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import clock
from app.main import main
from app.main.forms import NameForm
from app.models import User


@main.get("/")
def index() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return render_template("main/home.html", now=clock.now())
    return welcome(NameForm())


@main.post("/")
def introduce() -> ResponseReturnValue:
    form = NameForm()
    if not form.validate_on_submit():
        return welcome(form), 422
    if session.get("name") not in {None, form.name.data}:
        flash(_("Looks like you have changed your name!"), "info")
    session["name"] = form.name.data
    return redirect(url_for("main.index"), code=303)


def welcome(form: NameForm) -> str:
    name = session.get("name")
    return render_template("main/welcome.html", form=form, name=name, known=is_known(name))


def is_known(name: str | None) -> bool:
    return name is not None and User.public_with_name(name) is not None
