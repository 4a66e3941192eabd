"""What every template may use, besides what the extensions bring."""

from flask import Flask
from flask_babel import get_locale


def init_app(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(get_locale=get_locale, site_name=app.config["FLASKY_SITE_NAME"])
