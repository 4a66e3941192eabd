"""The filtered lists as files for a spreadsheet, written while they are read."""

from collections.abc import Iterator

from flask import Response, request, stream_with_context
from flask.typing import ResponseReturnValue

from app import clock, spreadsheet
from app.admin import admin
from app.admin.actor import myself
from app.extensions import db
from app.models import Event, Permission
from app.models.listing import EventFilter, UserFilter
from app.permissions import hidden_unless


@admin.post("/users/export")
@hidden_unless(Permission.EXPORT)
def export_users() -> ResponseReturnValue:
    return download("users", spreadsheet.of_users(UserFilter.read(request.args).everything()))


@admin.post("/events/export")
@hidden_unless(Permission.EXPORT)
def export_events() -> ResponseReturnValue:
    return download("events", spreadsheet.of_events(EventFilter.read(request.args).everything()))


def download(name: str, lines: Iterator[str]) -> Response:
    myself().record(Event.EXPORTED, what=name)
    db.session.commit()
    response = Response(stream_with_context(lines), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{clock.now():%Y-%m-%d}.csv"'
    return response
