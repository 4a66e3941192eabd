"""How the site is doing."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from app import versions
from app.admin import admin
from app.charts import charts
from app.extensions import db
from app.models import Event, Message, Permission, User
from app.models.statistics import last_days
from app.permissions import hidden_unless
from app.schema import SchemaState, schema_state

DAYS = 30
SHOWN = {
    Event.REGISTERED: _("Sign-ups"),
    Event.CONFIRMED: _("Confirmations"),
    Event.SIGNED_IN: _("Sign-ins"),
    Event.SIGN_IN_REFUSED: _("Refused sign-ins"),
}


@admin.get("/")
@hidden_unless(Permission.ADMIN)
def overview() -> ResponseReturnValue:
    days = last_days(SHOWN, DAYS)
    return render_template(
        "admin/overview.html",
        days=days,
        charts=charts(days, SHOWN),
        people=db.session.scalar(select(func.count(User.id))),
        mail=Message.burden(),
        versions=versions.versions(),
        is_behind=schema_state() in {SchemaState.MISSING, SchemaState.BEHIND},
    )
