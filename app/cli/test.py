"""`flask test`: the tests, as `bin/test` runs them."""

import subprocess
import sys

import click


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> None:
    """Run the tests; arguments go to pytest."""
    sys.exit(subprocess.call([sys.executable, "-m", "pytest", *arguments]))  # noqa: S603 - our own interpreter
