"""How good a password would be, while somebody types it."""

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app import limits, passwords
from app.auth import auth
from app.extensions import limiter


@auth.post("/strength")
@limiter.limit(limits.STRENGTH)
def strength() -> ResponseReturnValue:
    near = [request.form.get(name, "") for name in ("username", "email")]
    if current_user.is_authenticated:
        near += [current_user.username, current_user.name, current_user.email]
    score, message = passwords.strength(request.form.get("password", ""), near)
    return jsonify(score=score, message=message)
