"""Opening a closed account again."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import limits
from app.auth import auth
from app.auth.links import opened, put_away, refuse
from app.extensions import db, limiter
from app.models import User
from app.models.user.closing import REOPEN


@auth.get("/reopen/<token>")
def follow_reopening(token: str) -> ResponseReturnValue:
    return put_away(REOPEN, User, token, "auth.reopen")


@auth.route("/reopen", methods=["GET", "POST"])
@limiter.limit(limits.LINKS, methods=["POST"])
def reopen() -> ResponseReturnValue:
    user, token = opened(REOPEN, User)
    if request.method != "POST":
        return render_template("auth/reopen.html", username=user.username)
    if not user.reopen(token):
        refuse(REOPEN, "used")
    db.session.commit()
    flash(_("Your account is open again. Please sign in."), "success")
    return redirect(url_for("auth.login"), code=303)
