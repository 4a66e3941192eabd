"""The devices that are signed in."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.account import account
from app.extensions import db
from app.fresh import fresh_login_required


@account.get("/sessions")
@fresh_login_required
def sessions() -> ResponseReturnValue:
    current = current_user.current_session
    return render_template("account/sessions.html", sessions=current_user.all_sessions(), current=current)


@account.post("/sessions/<id:id>/end")
@fresh_login_required
def end_session(id: int) -> ResponseReturnValue:  # noqa: A002 - the URL's own word
    if not current_user.end_session(id):
        abort(404)
    db.session.commit()
    flash(_("The device has been signed out."), "success")
    return redirect(url_for("account.sessions"), code=303)


@account.post("/sessions/end-others")
@fresh_login_required
def end_other_sessions() -> ResponseReturnValue:
    count = current_user.sign_out_elsewhere()
    db.session.commit()
    flash(ngettext("%(num)d device has been signed out.", "%(num)d devices have been signed out.", count), "success")
    return redirect(url_for("account.sessions"), code=303)
