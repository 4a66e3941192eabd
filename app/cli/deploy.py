"""`flask deploy`: what each new version needs before it serves."""

import click
from flask.cli import with_appcontext

from app.extensions import db
from app.models import Role


@click.command()
@with_appcontext
def deploy() -> None:
    """Bring the database to the newest schema and insert the roles; safe to repeat."""
    from flask_migrate import upgrade  # noqa: PLC0415 - see app/migrate.py

    upgrade()
    Role.insert_roles()
    db.session.commit()
    click.echo("The database is up to date.")
