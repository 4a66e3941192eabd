"""`flask config`: the settings in force."""

import re

import click
from flask import current_app
from flask.cli import with_appcontext

from config import Config

SECRETS = {"SECRET_KEY", "SECRET_KEY_FALLBACKS", "MAIL_PASSWORD", "FLASKY_HEALTH_TOKEN", "SENTRY_DSN"}
PASSWORD_IN_URL = re.compile(r"(://[^:/@]*):[^@]*@")


@click.command()
@with_appcontext
def config() -> None:
    """Print every setting in force, secrets masked."""
    names = {name for name in [*vars(Config), "SQLALCHEMY_DATABASE_URI"] if name.isupper()}
    for name in sorted(names):
        click.echo(f"{name}={shown(name)}")


def shown(name: str) -> str:
    """The value as text; of a secret only that it is there, of a URL everything but its password."""
    value = current_app.config[name]
    if name in SECRETS:
        return "(set)" if value else "(not set)"
    return PASSWORD_IN_URL.sub(r"\1:***@", str(value))
