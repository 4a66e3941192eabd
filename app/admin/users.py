"""The list of users."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from app.admin import admin
from app.extensions import db
from app.models import Permission, Role
from app.models.listing import Match, Place, Sort, UserFilter
from app.models.role import label_of
from app.permissions import hidden_unless


@admin.get("/users")
@hidden_unless(Permission.MODERATE)
def users() -> ResponseReturnValue:
    wanted = UserFilter.read(request.args)
    names = db.session.scalars(select(Role.name).order_by(Role.permissions, Role.name))
    roles = [("", _("Every role")), *((name, label_of(name)) for name in names)]
    page = wanted.page(Place.read(request.args))
    return render_template("admin/users.html", wanted=wanted, page=page, roles=roles, sorts=Sort, matches=Match)
