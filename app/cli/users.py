"""`flask users`: the accounts, from a prompt."""

import click
from flask.cli import AppGroup

from app.extensions import db
from app.models import LoginSession, Rate, Throttle, User

users = AppGroup("users", help="Look after accounts.")


@users.command()
def purge() -> None:
    """Remove accounts closed for 14 days, sessions that are over, and counters that nothing asks for."""
    accounts, sessions, counters = User.forget_the_closed(), LoginSession.purge(), Throttle.purge() + Rate.purge()
    db.session.commit()
    click.echo(f"Removed {accounts} accounts, {sessions} sessions and {counters} counters.")
