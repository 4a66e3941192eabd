"""`flask users`: the accounts, from a prompt."""

import click
from flask.cli import AppGroup

from app.extensions import db
from app.models import AccountEvent, LoginSession, Rate, Throttle, User

users = AppGroup("users", help="Look after accounts.")


@users.command()
def purge() -> None:
    """Forget accounts closed, and sign-ups not confirmed, for 14 days; clear old sessions, counters and guesses."""
    accounts, sessions, counters = User.forget_the_gone(), LoginSession.purge(), Throttle.purge() + Rate.purge()
    AccountEvent.forget_strangers()
    db.session.commit()
    click.echo(f"Removed {accounts} accounts, {sessions} sessions and {counters} counters.")
