"""What the application runs on."""

import platform
from importlib.metadata import version

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
