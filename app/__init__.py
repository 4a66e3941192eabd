"""Flasky: the account system a Flask product starts from. This file is its table of contents."""

from flask import Flask

from app import limit_storage, models, notices  # noqa: F401 - the tables come first; the others make themselves known

from app import cli, compiling, converters, csrf, database, extensions, faults, fingerprints, forwarding  # isort: skip
from app import frame, headers, languages, logs, metrics, requests, sentry, sessions, slow_queries  # noqa: F401  # isort: skip
from app import templating, themes  # isort: skip
from app.account import account
from app.admin import admin
from app.application import Application
from app.auth import auth
from app.email import engine
from app.extensions import db
from app.health import health
from app.main import main
from config import config

__all__ = ["create_app", "db"]


def create_app(config_name: str = "default") -> Flask:
    """The application under one of the configurations of config.py; `SettingsError` if it can't run."""
    app = Application(__name__)
    settings = config[config_name]
    app.config.from_object(settings)
    logs.init_app(app)
    settings.init_app(app)

    parts = (compiling, sentry, faults, forwarding, requests, converters, headers, database, extensions)
    for part in (*parts, csrf, languages, fingerprints, metrics, sessions, templating, themes, frame, engine, cli):
        part.init_app(app)

    app.register_blueprint(main)
    app.register_blueprint(health)
    app.register_blueprint(auth, url_prefix="/auth")
    app.register_blueprint(account, url_prefix="/account")
    app.register_blueprint(admin, url_prefix="/admin")
    if app.config["MAILBOX"]:
        from app.dev import dev  # noqa: PLC0415 - production has no use for it

        app.register_blueprint(dev, url_prefix="/dev")
    return app
