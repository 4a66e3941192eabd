"""`flask mail`: the outbox, from a prompt."""

import json
from datetime import timedelta
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup

from app import clock
from app.email import heartbeat, smtp
from app.extensions import db
from app.models import Message

mail = AppGroup("mail", help="Look after the outbox.")


@mail.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def status(**options: Any) -> None:
    """How many mails are in which state, since when the oldest waits, the last error, and whether anybody delivers."""
    facts = Message.overview() | {"delivery": delivery(), "last_looked": heartbeat.last()}
    if options["as_json"]:
        click.echo(json.dumps(facts, default=str))
        return
    for name, value in facts.items():
        click.echo(f"{name.replace('_', ' ')}: {'none' if value is None else value}")


def delivery() -> str:
    """Whether it is off, beating or silent."""
    if not current_app.config["MAIL_SERVER"]:
        return "off"
    return "beating" if heartbeat.is_beating() else "silent"


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
@click.option("--failed", is_flag=True, help="Those that the server refused within the last day.")
def retry(number: int | None, **options: Any) -> None:
    """Send the mail NUMBER, or all that wait, now and not when their wait is over."""
    if number and options["failed"]:
        raise click.UsageError("Name one mail, or say --failed.")
    if options["failed"]:
        retry_refused()
    else:
        say_due(Message.try_again(number) if number else Message.hurry())


def retry_refused() -> None:
    say_due(Message.try_refused_again())
    if gone := Message.count_given_up():
        click.echo(f"{gone} mails were given up long ago; their text is gone.")


def say_due(count: int) -> None:
    db.session.commit()
    click.echo(f"{count} mails are due now.")


@mail.command()
@click.option("--sent-before", "days", type=click.IntRange(min=1), required=True, help="So many days ago.")
def purge(days: int) -> None:
    """Remove the mails that were sent, or given up, so many days ago."""
    count = Message.purge(clock.now() - timedelta(days=days))
    db.session.commit()
    click.echo(f"Removed {count} mails.")
