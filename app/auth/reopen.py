"""Opening a closed account again."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import limits
from app.auth import auth
from app.extensions import db, limiter
from app.models import User


@auth.get("/reopen/<token>")
def follow_reopen(token: str) -> ResponseReturnValue:
    session["reopen"] = token
    return redirect(url_for("auth.reopen"))


@auth.route("/reopen", methods=["GET", "POST"])
@limiter.limit(limits.LINKS, methods=["POST"])
def reopen() -> ResponseReturnValue:
    user, claim = User.of_reopen_link(session.get("reopen", ""))
    reason = user.what_is_wrong_with_reopening(claim) if user and claim else "invalid"
    if user is None or claim is None or reason:
        return render_template("auth/link.html", kind="reopen", reason=reason), 404
    if request.method == "GET":
        return render_template("auth/reopen.html", username=user.username)
    user.reopen(claim)
    db.session.commit()
    flash(_("Your account is open again. Please sign in."), "success")
    return redirect(url_for("auth.login"), code=303)
