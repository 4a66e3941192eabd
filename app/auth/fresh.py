"""Typing the password again before a sensitive page."""

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_login import login_required

from app.auth import auth
from app.auth.redirects import wanted_page
from app.fresh import FreshForm, ask, is_owner


@auth.route("/fresh", methods=["GET", "POST"])
@login_required
def fresh() -> ResponseReturnValue:
    form = FreshForm()
    if request.method == "POST" and is_owner(form):
        return redirect(wanted_page(), code=303)
    return ask(form, [])
