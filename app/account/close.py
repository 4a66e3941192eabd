"""Closing the account."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from app.account import account
from app.account.forms import CloseForm
from app.extensions import db
from app.fresh import fresh_login_required
from app.models.refusals import LastAdministrator


@account.route("/close", methods=["GET", "POST"])
@fresh_login_required
def close() -> ResponseReturnValue:
    form = CloseForm()
    if form.validate_on_submit() and closed(form):
        session.clear()
        logout_user()
        flash(_("Your account is closed. We mailed you a link that opens it again within 14 days."), "success")
        return redirect(url_for("main.index"), code=303)
    return render_template("account/close.html", form=form), 422 if form.is_submitted() else 200


def closed(form: CloseForm) -> bool:
    """Whether the account is closed now; the form says why it is not. Commits."""
    try:
        current_user.close()
    except LastAdministrator as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return False
    db.session.commit()
    return True
