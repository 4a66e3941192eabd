"""Moving the account to another address."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from app import limits
from app.account import account
from app.account.forms import EmailForm
from app.extensions import db, limiter
from app.fresh import fresh_login_required
from app.pace import same_pace


@account.route("/email", methods=["GET", "POST"])
@limiter.limit(limits.LINKS, methods=["POST"])
@fresh_login_required
def email() -> ResponseReturnValue:
    form = EmailForm()
    if form.validate_on_submit():
        with same_pace():
            asked = current_user.request_email_change(form.email.data)
            db.session.commit()
        if asked:
            flash(_("We wrote to %(address)s. Follow the link there to finish.", address=form.email.data), "info")
        else:
            flash(_("That address had many mails from us lately. Please try again in an hour."), "warning")
        return redirect(url_for("account.email"), code=303)
    page = render_template("account/email.html", form=form, pending=current_user.pending_email)
    return page, 422 if form.is_submitted() else 200


@account.post("/email/cancel")
@login_required
def cancel_email() -> ResponseReturnValue:
    if current_user.pending_email:
        current_user.cancel_email_change()
        db.session.commit()
        flash(_("Your address stays as it is."), "info")
    return redirect(url_for("account.email"), code=303)
