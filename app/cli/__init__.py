"""The command line: one module a command, and what `flask shell` knows."""

from typing import Any

from flask import Flask

from app.cli.config import config
from app.cli.deploy import deploy
from app.cli.doctor import doctor
from app.cli.events import events
from app.cli.mail import mail
from app.cli.roles import roles
from app.cli.secret import secret
from app.cli.static import static
from app.cli.test import test
from app.cli.translate import translate
from app.cli.users import users
from app.extensions import db
from app.models import Permission, Role, User


def init_app(app: Flask) -> None:
    for command in (config, deploy, doctor, events, mail, roles, secret, static, test, translate, users):
        app.cli.add_command(command)
    app.shell_context_processor(lambda: names_in_the_shell(app))


def names_in_the_shell(app: Flask) -> dict[str, Any]:
    return {"app": app, "db": db, "User": User, "Role": Role, "Permission": Permission}
