"""In which language and time zone one reads, here and in mails."""

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user, login_required

from app import languages
from app.account import account
from app.account.forms import LanguageForm
from app.extensions import db


@account.route("/language", methods=["GET", "POST"])
@login_required
def language() -> ResponseReturnValue:
    form = LanguageForm(language=languages.tag(get_locale()), timezone=current_user.timezone or "")
    if not form.validate_on_submit():
        return render_template("account/language.html", form=form), 422 if form.is_submitted() else 200
    current_user.language, current_user.timezone = languages.name(form.language.data), form.timezone.data or None
    db.session.commit()
    languages.look_again()
    flash(_("Your language and time zone are saved."), "success")
    response = make_response(redirect(url_for("account.language"), code=303))
    languages.remember(response, form.language.data)
    return response
