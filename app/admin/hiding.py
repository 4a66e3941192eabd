"""Whoever has nothing to do here sees what is seen at an address that does not exist, whatever the method.

Each view says who may use it. This comes before them, because the router (405), Flask (OPTIONS) and the
check of the CSRF token (400) would otherwise tell that there is something.
"""

from flask import abort, request
from flask.blueprints import BlueprintSetupState
from flask_login import current_user

from app.admin import admin
from app.models import Permission


@admin.record_once
def come_first(state: BlueprintSetupState) -> None:
    state.app.before_request_funcs.setdefault(None, []).insert(0, hide)


def hide() -> None:
    here = f"{request.path.rstrip('/')}/".startswith("/admin/")
    if here and not current_user.may(Permission.MODERATE):
        abort(404)
