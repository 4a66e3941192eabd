"""How Alembic meets the application: its engine, its tables, and how our column types are written."""

from typing import Any, Literal

from alembic import context
from alembic.operations.ops import DropIndexOp, DropTableOp, ModifyTableOps
from flask import current_app
from sqlalchemy import Connection, text

from app.models.types import LongText, UTCDateTime

db = current_app.extensions["migrate"].db
options = current_app.extensions["migrate"].configure_args


def run_offline() -> None:
    """Print the SQL instead of running it (`flask db upgrade --sql`)."""
    url = db.engine.url.render_as_string(hide_password=False)
    context.configure(url=url, target_metadata=db.metadata, literal_binds=True, render_item=render, **options)
    with context.begin_transaction():
        context.run_migrations()


def run_online() -> None:
    with db.engine.connect() as connection:
        lift_limits(connection)
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            process_revision_directives=look_over,
            render_item=render,
            **options,
        )
        with context.begin_transaction():
            context.run_migrations()


def lift_limits(connection: Connection) -> None:
    """A migration may take its time, and SQLite may rebuild a table that others refer to."""
    connection.detach()  # what is lifted here must not be lifted for whoever would get it next
    backend = connection.engine.url.get_backend_name()
    if backend == "sqlite":
        connection.execute(text("PRAGMA foreign_keys = OFF"))
    if backend == "postgresql":
        connection.execute(text("SET statement_timeout = 0"))
    if backend in {"mysql", "mariadb"}:
        connection.execute(text("/*M! SET max_statement_time = 0 */"))
    connection.commit()


OWN_TYPES = {
    UTCDateTime: ("sa.DateTime(timezone=True)", "mysql.DATETIME(fsp=6)"),
    LongText: ("sa.Text()", "mysql.MEDIUMTEXT(charset='utf8mb4')"),
}


def render(kind: str, item: Any, written: Any) -> str | Literal[False]:
    """Write our own types as SQLAlchemy's, so that a migration does not depend on today's code."""
    if kind != "type" or type(item) not in OWN_TYPES:
        return False
    written.imports.add("from sqlalchemy.dialects import mysql")
    general, mysql = OWN_TYPES[type(item)]
    return f"{general}.with_variant({mysql}, 'mysql', 'mariadb')"


def look_over(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """Write no migration that changes nothing, and none that cannot be undone."""
    if not getattr(context.config.cmd_opts, "autogenerate", False):
        return
    if directives[0].upgrade_ops.is_empty():
        directives[:] = []
        return
    steps = directives[0].downgrade_ops.ops
    dropped = {step.table_name for step in steps if isinstance(step, DropTableOp)}
    steps[:] = [step for step in steps if not is_needless(step, dropped)]


def is_needless(step: Any, dropped: set[str]) -> bool:
    """Whether it drops indexes of a table that goes with them: MariaDB drops none that a foreign key needs."""
    return (
        isinstance(step, ModifyTableOps)
        and step.table_name in dropped
        and all(isinstance(change, DropIndexOp) for change in step.ops)
    )


if context.is_offline_mode():
    run_offline()
else:
    run_online()
