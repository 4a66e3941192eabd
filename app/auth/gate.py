"""The gate: who has not confirmed may sign in, but comes no further."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.auth import auth
from app.headers import STATIC_ENDPOINTS

# The pages of the waiting room, the answers to watchers and, in development, the mailbox; administration does not
# even say that it is there.
OPEN = {"auth", "dev", "admin", "health"}
OPEN_ENDPOINTS = {*STATIC_ENDPOINTS, "main.language", "main.theme"}


@auth.before_app_request
def hold_back_the_unconfirmed() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint in OPEN_ENDPOINTS or request.blueprint in OPEN:
        return None
    if current_user.is_authenticated and not current_user.confirmed:
        return redirect(url_for("auth.unconfirmed"))
    return None
