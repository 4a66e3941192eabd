"""What the application runs on, and whether the database has the schema that it expects."""

import platform
from functools import cache
from importlib.metadata import version

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

from app.extensions import db

FLASKY = "1.0.dev0"  # the release that this is on the way to


def versions() -> dict[str, str]:
    return {
        "Flasky": FLASKY,
        "Python": platform.python_version(),
        "Flask": version("flask"),
        "SQLAlchemy": version("sqlalchemy"),
        database_name(): ".".join(str(part) for part in db.engine.dialect.server_version_info or ()),
    }


def database_name() -> str:
    dialect = db.engine.dialect
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "mysql": "MySQL", "mariadb": "MariaDB"}
    return names["mariadb" if getattr(dialect, "is_mariadb", False) else dialect.name]


def is_at_head() -> bool:
    """Whether every migration that comes with this version has been made."""
    return set(MigrationContext.configure(db.session.connection()).get_current_heads()) == heads(current_app.root_path)


@cache
def heads(root: str) -> set[str]:
    """The newest migrations on the disk, which do not change while the process lives."""
    return set(ScriptDirectory(f"{root}/../migrations").get_heads())
