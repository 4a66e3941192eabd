"""Rows that are read, written, changed and deleted without the ORM's care for objects.

The caller commits. What only the database's own words can say is said in them.
"""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Dialect,
    Executable,
    Insert,
    Row,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    insert,
    update,
)
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.orm.attributes import set_committed_value

from app.extensions import db

CONFLICTS_ARE_NAMED = {"postgresql", "sqlite"}  # they speak of ON CONFLICT


def rows(query: Select[Any], **values: Any) -> Sequence[Row[Any]]:
    """What the query finds, as the present database session sees it; none is begun for it."""
    if db.session.registry.has():
        return db.session.execute(query, values).all()
    with db.engine.connect() as connection:
        return connection.execute(query, values).all()


def insert_row(model: type[DeclarativeBase], **values: Any) -> int:
    """Insert a row without an object, after what is pending; its id. The caller commits."""
    db.session.flush()
    stored: Any = db.session.execute(row_insert(model), values)
    return int(stored.inserted_primary_key.id)


@cache
def row_insert(model: type[DeclarativeBase]) -> Insert:
    """Built once, as statements are that every sign-in needs: building one takes longer than running it."""
    return insert(cast("Table", model.__table__))


def update_row(row: Any, **values: Any) -> None:
    """Change columns of a row in the database and in the object, without a flush. The caller commits."""
    model: type[DeclarativeBase] = type(row)
    db.session.execute(row_update(model), {"row_id": row.id, **values})
    for name, value in values.items():
        set_committed_value(row, name, value)


@cache
def row_update(model: type[DeclarativeBase]) -> Update:
    table = cast("Table", model.__table__)
    return update(table).where(table.c.id == bindparam("row_id"))


def delete_where(model: type[DeclarativeBase], which: ColumnElement[bool]) -> int:
    """Delete the rows without loading them; how many there were. The caller commits."""
    return cast("CursorResult[Any]", db.session.execute(delete(model).where(which))).rowcount


def update_where(model: type[DeclarativeBase], which: ColumnElement[bool], **values: Any) -> int:
    """Change the rows without loading them; how many there were. The caller commits."""
    return cast("CursorResult[Any]", db.session.execute(update(model).where(which).values(**values))).rowcount


def insert_or_update(model: type[DeclarativeBase], values: dict[str, Any], changes: dict[str, Any]) -> Insert:
    """An INSERT that changes the row instead when it is there already, in the database's own words."""
    insertion = own_insert(db.engine.dialect)(model).values(**values)
    if db.engine.dialect.name not in CONFLICTS_ARE_NAMED:
        return cast("Insert", insertion.on_duplicate_key_update(list(changes.items())))
    key = list(model.__table__.primary_key)
    return cast("Insert", insertion.on_conflict_do_update(index_elements=key, set_=changes))


def insert_if_missing(model: type[DeclarativeBase], **values: Any) -> Executable:
    """An INSERT that does nothing when the row is there already, in the database's own words."""
    insertion = own_insert(db.engine.dialect)(model).values(**values)
    named = db.engine.dialect.name in CONFLICTS_ARE_NAMED
    return cast("Insert", insertion.on_conflict_do_nothing() if named else insertion.prefix_with("IGNORE"))


def own_insert(dialect: Dialect) -> Any:
    """The database's own kind of INSERT; the dialect's module is loaded already."""
    name = dialect.name if dialect.name in CONFLICTS_ARE_NAMED else "mysql"
    return import_module(f"sqlalchemy.dialects.{name}").insert
