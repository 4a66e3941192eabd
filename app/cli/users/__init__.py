"""`flask users`: the accounts, from a prompt."""

from app.cli.commands import Commands

users = Commands("users", help="Find, make, help and steer accounts.")

from app.cli.users import (  # noqa: E402, F401 - they add commands
    acts,
    create,
    importing,
    invite,
    listing,
    purge,
    sessions,
    show,
)
