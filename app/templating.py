"""What every template may use, besides what the extensions bring."""

from datetime import datetime

from flask import Flask
from flask_babel import format_datetime, format_number, get_locale, gettext

from app.models import Permission
from app.redirects import this_page


def init_app(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["number"] = format_number
    app.jinja_env.globals.update(Permission=Permission, get_locale=get_locale, this_page=this_page, utc=utc)
    app.jinja_env.globals["site_name"] = app.config["FLASKY_SITE_NAME"]


def utc(time: datetime) -> str:
    """A time for a mail, where no script can put it into the reader's zone."""
    return str(gettext("%(time)s UTC", time=format_datetime(time, "d MMMM y HH:mm", rebase=False)))
