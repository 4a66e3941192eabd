"""The language of the pages, chosen in the footer: kept by the account, and by the browser for strangers."""

from flask import abort, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import languages
from app.extensions import db
from app.main import main
from app.redirects import wanted_page


@main.post("/language")
def language() -> ResponseReturnValue:
    chosen = request.form.get("language", "")
    if chosen not in languages.names():
        abort(400)
    if current_user.is_authenticated:
        current_user.language = languages.name(chosen)
        db.session.commit()
    response = make_response(redirect(wanted_page(), code=303))
    languages.remember(response, chosen)
    return response
