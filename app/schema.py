"""Which step of the migrations the database stands at, and which one this code knows as the last."""

from enum import StrEnum
from functools import cache

from sqlalchemy import inspect, text

from app.extensions import db
from config import BASE


class SchemaState(StrEnum):
    """What a schema is to this code."""

    MISSING = "missing"
    BEHIND = "behind"
    AT_HEAD = "at head"
    AHEAD = "ahead"  # a newer release has migrated it, and this one goes on beside it


def schema_state() -> SchemaState:
    """Raises `SQLAlchemyError` if the database does not serve."""
    if not inspect(db.session.connection()).has_table("alembic_version"):
        return SchemaState.MISSING
    steps = set(db.session.scalars(text("SELECT version_num FROM alembic_version")))
    heads, known = revisions()
    if not steps:
        return SchemaState.MISSING
    if steps == heads:
        return SchemaState.AT_HEAD
    return SchemaState.BEHIND if steps <= known else SchemaState.AHEAD


@cache
def revisions() -> tuple[set[str], set[str]]:
    """The last steps of the migrations that lie here, and all of them."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see app/migrate.py

    scripts = ScriptDirectory(str(BASE / "migrations"))
    return set(scripts.get_heads()), {script.revision for script in scripts.walk_revisions()}
