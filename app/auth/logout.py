"""Signing out, by POST: a link or a picture on another site cannot do it."""

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app import sessions
from app.auth import auth
from app.extensions import db


@auth.get("/logout")
def logout() -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return redirect(url_for("main.index"))
    return render_template("auth/logout.html")


@auth.post("/logout")
def leave() -> ResponseReturnValue:
    if current_user.is_authenticated:
        sessions.end()
        db.session.commit()
    flash(_("You have been signed out."), "success")
    response = make_response(redirect(url_for("main.index"), code=303))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
