"""What one's public page says."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from app.account import account
from app.account.forms import ProfileForm
from app.extensions import db
from app.models import Event


@account.route("/profile", methods=["GET", "POST"])
@login_required
def profile() -> ResponseReturnValue:
    form = ProfileForm(name=current_user.name, about=current_user.about)
    if form.validate_on_submit():
        current_user.name, current_user.about = form.name.data, form.about.data
        current_user.record(Event.PROFILE_CHANGED)
        db.session.commit()
        flash(_("Your profile has been updated."), "success")
        return redirect(url_for("main.profile", username=current_user.username), code=303)
    return render_template("account/profile.html", form=form), 422 if form.is_submitted() else 200
