"""Typing the password again before a sensitive page."""

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_login import login_required

from app.auth import auth
from app.fresh import FreshForm, ask, is_owner
from app.redirects import wanted_page


@auth.route("/fresh", methods=["GET", "POST"])
@login_required
def fresh() -> ResponseReturnValue:
    form = FreshForm()
    if request.method == "POST" and is_owner(form):
        return redirect(wanted_page(), code=303)
    return ask(form, [])
