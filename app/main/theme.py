"""Light, dark, or as the system, chosen in the footer and kept by the browser."""

from flask import abort, make_response, redirect, request
from flask.typing import ResponseReturnValue

from app import themes
from app.main import main
from app.redirects import wanted_page


@main.post("/theme")
def theme() -> ResponseReturnValue:
    chosen = request.form.get("theme", "")
    if chosen not in themes.CHOICES:
        abort(400)
    response = make_response(redirect(wanted_page(), code=303))
    themes.remember(response, chosen)
    return response
