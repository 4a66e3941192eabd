"""`flask secret`: a key that nobody guesses."""

import secrets

import click


@click.command()
def secret() -> None:
    """Print 32 random bytes, for SECRET_KEY or FLASKY_HEALTH_TOKEN."""
    click.echo(secrets.token_hex(32))
