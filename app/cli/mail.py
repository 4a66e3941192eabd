"""`flask mail`: the outbox, from a prompt."""

import json
from datetime import timedelta
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from app import clock
from app.email import smtp
from app.extensions import db
from app.models import Message

mail = AppGroup("mail", help="Look after the outbox.")


@mail.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def status(**options: Any) -> None:
    """How many mails are in which state, since when the oldest waits, and the last error."""
    facts = Message.overview()
    if options["as_json"]:
        click.echo(json.dumps(facts, default=str))
        return
    for name, value in facts.items():
        click.echo(f"{name.replace('_', ' ')}: {'none' if value is None else value}")


@mail.command()
@click.argument("address")
def test(address: str) -> None:
    """Speak to the mail server about ADDRESS, sending nothing, and say what it answers to each step."""
    if not current_app.config["MAIL_SERVER"]:
        raise click.ClickException("MAIL_SERVER is not set, so mails wait in the database.")
    try:
        for step, answer in smtp.rehearse(address):
            click.echo(f"{step}: {answer}")
    except OSError as error:
        raise click.ClickException(f"Here it ends: {smtp.words_of(error)}") from error
    click.echo("The server would take a mail.")


@mail.command()
@click.argument("number", type=click.IntRange(min=1), required=False)
def retry(number: int | None) -> None:
    """Send the waiting mail NUMBER, or all that wait, now and not when their wait is over."""
    count = Message.hurry(number)
    db.session.commit()
    click.echo(f"{count} mails are due now.")


@mail.command()
@click.option("--sent-before", "days", type=click.IntRange(min=1), required=True, help="So many days ago.")
def purge(days: int) -> None:
    """Remove the mails that were sent, or given up, so many days ago."""
    count = Message.purge(clock.now() - timedelta(days=days))
    db.session.commit()
    click.echo(f"Removed {count} mails.")
