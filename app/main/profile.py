"""A person's public page."""

from flask import abort, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from werkzeug.routing import BaseConverter

from app.main import main
from app.models import User
from app.models.user.identity import USERNAME


class UsernameConverter(BaseConverter):
    """The rules of a username, in a URL: what can be no name is no page, and costs no query."""

    regex = USERNAME.pattern


@main.record_once
def add_converter(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["username"] = UsernameConverter


@main.get("/.well-known/change-password")
def change_password() -> ResponseReturnValue:
    """Where password managers look (W3C, A Well-Known URL for Changing Passwords)."""
    return redirect(url_for("account.password"))


@main.get("/user/<username:username>")
def profile(username: str) -> ResponseReturnValue:
    user = User.with_name(username) or abort(404)
    return render_template("main/profile.html", user=user)
