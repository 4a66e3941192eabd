"""Everything that happened, to whomever."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.admin import admin
from app.models import Event, Permission
from app.models.listing import EventFilter, Place
from app.permissions import hidden_unless


@admin.get("/events")
@hidden_unless(Permission.MODERATE)
def events() -> ResponseReturnValue:
    wanted = EventFilter.read(request.args)
    kinds = [("", _("Everything")), *((kind, kind.label) for kind in Event)]
    page = wanted.page(Place.read(request.args))
    return render_template("admin/events.html", wanted=wanted, page=page, kinds=kinds)
