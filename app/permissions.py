"""Pages for those who may: the decorators that the ecosystem knows, and one that does not even tell of its page."""

from collections.abc import Callable
from functools import wraps

from flask import abort
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from app.fresh import fresh_login_required
from app.models import Permission

View = Callable[..., ResponseReturnValue]


def permission_required(permission: Permission) -> Callable[[View], View]:
    """Who is not signed in is asked to; who may not gets a 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(**values: object) -> ResponseReturnValue:
            if not current_user.may(permission):
                abort(403)
            return view(**values)

        return guarded

    return decorate


def admin_required(view: View) -> View:
    return permission_required(Permission.ADMIN)(view)


def hidden_unless(permission: Permission) -> Callable[[View], View]:
    """404 for whoever may not, strangers included; who may is asked for the password if it was typed long ago."""

    def decorate(view: View) -> View:
        fresh_view = fresh_login_required(view)

        @wraps(view)
        def guarded(**values: object) -> ResponseReturnValue:
            if not current_user.may(permission):
                abort(404)
            return fresh_view(**values)

        return guarded

    return decorate
