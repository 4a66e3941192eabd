"""The command line: one module a command, loaded when it is asked for, and what `flask shell` knows."""

from importlib import import_module
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from app.extensions import db
from app.models import Permission, Role, User

COMMANDS = ("config", "deploy", "doctor", "events", "mail", "roles", "secret", "static", "test", "translate", "users")


class Commands(AppGroup):
    """Ours beside those of the extensions. A process that serves pages loads none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *COMMANDS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(f"app.cli.{cmd_name}"), cmd_name)
        return command


def init_app(app: Flask) -> None:
    app.cli = Commands(app.cli.name, commands=app.cli.commands)
    app.shell_context_processor(lambda: names_in_the_shell(app))


def names_in_the_shell(app: Flask) -> dict[str, Any]:
    return {"app": app, "db": db, "User": User, "Role": Role, "Permission": Permission}
