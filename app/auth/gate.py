"""The gate: who has not confirmed may sign in, but comes no further."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.auth import auth

# Besides the pages of this blueprint: files that the waiting room itself is made of, and its mailbox.
OPEN = {"static", "bootstrap.static"}


@auth.before_app_request
def hold_back_the_unconfirmed() -> ResponseReturnValue | None:
    if request.blueprint in {"auth", "dev"} or request.endpoint in OPEN or request.endpoint is None:
        return None
    if current_user.is_authenticated and not current_user.confirmed:
        return redirect(url_for("auth.unconfirmed"))
    return None
