"""A person's public page."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.main import main
from app.models import Permission, User


@main.get("/.well-known/change-password")
def change_password() -> ResponseReturnValue:
    """Where password managers look (W3C, A Well-Known URL for Changing Passwords)."""
    return redirect(url_for("account.password"))


@main.get("/user/<username:username>")
def profile(username: str) -> ResponseReturnValue:
    seen_by = User.with_name if current_user.can(Permission.MODERATE) else User.public_with_name
    user = seen_by(username) or abort(404)
    return render_template("main/profile.html", user=user)
