"""The overview of an account's settings."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import login_required

from app.account import account


@account.get("/")
@login_required
def settings() -> ResponseReturnValue:
    return render_template("account/settings.html")
