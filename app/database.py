"""How the database is spoken to: SQLite's transactions, and what a refusal means.

The three databases behave alike: reads see what is committed, and a row taken `FOR UPDATE` is held
until the end of the transaction. SQLite knows no row locks, so there the first write or `FOR UPDATE`
begins the transaction with the write lock; a plain BEGIN would let it fail half-way under load.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from sqlite3 import Connection as SQLiteConnection
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import ExecutionContext
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry, Pool

from config import SettingsError

MISSING_DRIVER = "The driver for {} is not installed. Run  bin/setup packages servers  and start again."
READS = re.compile(r"\s*(SELECT|PRAGMA|EXPLAIN)\b", re.IGNORECASE)
DUPLICATE = re.compile(r"for key '(?:\w+\.)?(\w+)'$|UNIQUE constraint failed: \w+\.(\w+)$")

# What makes a commit not wait for the disk, and what makes the next one wait again.
FORGETFUL = {
    "postgresql": ("SET LOCAL synchronous_commit = off", ""),
    "sqlite": ("PRAGMA synchronous = NORMAL", "PRAGMA synchronous = FULL"),
}


class Base(DeclarativeBase):
    """The models' common base; constraints carry names that say what they judge."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def init_app(app: Flask) -> None:
    """Choose the engine's options by the database that the URL names; `SettingsError` without its driver."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    try:
        url.get_dialect().import_dbapi()
    except ModuleNotFoundError as error:
        raise SettingsError(MISSING_DRIVER.format(url.drivername)) from error
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url.get_backend_name(), app.config)


def engine_options(backend: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters are hidden in errors, because logs must not hold what people typed."""
    if backend == "sqlite":
        return {"hide_parameters": True, "connect_args": {"timeout": 5}}
    return {
        "hide_parameters": True,
        "isolation_level": "READ COMMITTED",
        "pool_pre_ping": True,
        "pool_timeout": 3,
        "pool_size": settings["DATABASE_POOL_SIZE"],
        "max_overflow": max(settings["DATABASE_POOL_OVERFLOW"], needed_beyond(settings)),
    }


def needed_beyond(settings: Mapping[str, Any]) -> int:
    """How many connections beyond the pool's size let every thread go on.

    While a request counts a limit it holds two. If each thread held one, and none was left, all would wait for one
    another; there is one more than threads, and one for the thread that delivers.
    """
    return int(settings["WEB_THREADS"]) + 2 - int(settings["DATABASE_POOL_SIZE"])


def violated(error: IntegrityError) -> str:
    """The name of the unique constraint that refused, or of its column on SQLite; else ""."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name)
    text = str(error.orig.args[-1]) if error.orig else ""
    found = DUPLICATE.search(text)
    return next(filter(None, found.groups())) if found else ""


@event.listens_for(Pool, "connect")
def prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    """Turn off the driver's own BEGIN, and turn on what SQLite leaves off for the sake of old files."""
    if isinstance(connection, SQLiteConnection):
        connection.isolation_level = None
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "before_cursor_execute")
def take_sqlite_write_lock(
    connection: Connection, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: Any
) -> None:
    """Begin with the write lock before the first write, or before rows are taken `FOR UPDATE`."""
    raw = connection.connection.dbapi_connection
    if not isinstance(raw, SQLiteConnection) or raw.in_transaction:
        return
    if not READS.match(statement) or locks_rows(context):
        raw.execute("BEGIN IMMEDIATE")


def locks_rows(context: ExecutionContext | None) -> bool:
    """Whether the statement is a SELECT ... FOR UPDATE, which SQLite compiles to a plain SELECT."""
    compiled = getattr(context, "compiled", None)
    return getattr(getattr(compiled, "statement", None), "_for_update_arg", None) is not None


def committed(work: Callable[[], bool], *, or_lost_to: Collection[str]) -> bool:
    """Do the work and commit: what it says, or False if another transaction has just taken what must be unique.

    `or_lost_to` names the columns whose constraint may refuse; any other refusal is an error.
    """
    from app.extensions import db  # noqa: PLC0415 - the extension is made of this module's Base

    try:
        done = work()
        db.session.commit()
    except IntegrityError as error:
        db.session.rollback()
        if not violated(error).endswith(tuple(or_lost_to)):
            raise
        return False
    return done


@contextmanager
def forgetful_transaction() -> Iterator[Connection]:
    """A transaction of its own whose commit does not wait for the disk, for what a crash may forget."""
    from app.extensions import db  # noqa: PLC0415 - the extension is made of this module's Base

    with db.engine.connect() as connection:
        before, after = FORGETFUL.get(connection.dialect.name, ("", ""))
        if before:
            connection.exec_driver_sql(before)
        try:
            yield connection
            connection.commit()
        finally:
            connection.rollback()
            if after:
                connection.exec_driver_sql(after)
