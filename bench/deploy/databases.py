"""A database of each kind with many accounts, and a checksum of all that is in it."""

import hashlib
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import JSON, Engine, MetaData, Table, insert, select

from app import db
from tests.support import databases
from tests.support.apps import make_app

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
BATCH = 2_000


def kinds() -> list[str]:
    return ["sqlite", *(name for name in databases.SERVERS if databases.what_is_missing(name) is None)]


@contextmanager
def application(kind: str, purpose: str) -> Iterator[Flask]:
    """The application on an empty database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield from opened(f"sqlite:///{folder}/bench.sqlite")
        else:
            with databases.own_database(databases.SERVERS[kind], purpose) as url:
                yield from opened(url)


def opened(url: str) -> Iterator[Flask]:
    app = make_app(SQLALCHEMY_DATABASE_URI=url)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def tables(engine: Engine) -> dict[str, Table]:
    """As they are in the database, whatever the models say."""
    found = MetaData()
    found.reflect(engine)
    return found.tables


def fill(engine: Engine, accounts: int) -> None:
    """Accounts with a history, at whatever schema the database has."""
    present = tables(engine)
    moments = [BEGINNING + timedelta(seconds=number) for number in range(accounts)]
    rows = {
        "users": [user(number, moments[number]) for number in range(accounts)],
        "account_events": [happened(number, moments[number]) for number in range(accounts)],
    }
    with engine.begin() as connection:
        for name, values in rows.items():
            if missing := required(present[name]) - set(values[0]):
                raise KeyError(f"{name} wants {missing}")
            trimmed = [fitted(present[name], row) for row in values]
            for at in range(0, accounts, BATCH):
                connection.execute(insert(present[name]), trimmed[at : at + BATCH])


def fitted(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """What of the row the table knows; MariaDB keeps JSON as text."""
    known = {name: value for name, value in row.items() if name in table.columns}
    return {
        name: json.dumps(value) if isinstance(value, dict) and not isinstance(table.columns[name].type, JSON) else value
        for name, value in known.items()
    }


def required(table: Table) -> set[str]:
    return {
        column.name
        for column in table.columns
        if not (column.nullable or column.server_default or (column.primary_key and column.autoincrement))
    }


def user(number: int, moment: datetime) -> dict[str, Any]:
    return {
        "id": number + 1,
        "email": f"somebody{number}@example.com",
        "username": f"Somebody{number}",
        "username_key": f"somebody{number}",
        "password_hash": f"$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ${number:043d}",
        "name": f"Some Bödy {number} 🐧",
        "about": "",
        "confirmed": number % 3 > 0,
        "created_at": moment,
        "browsers_since": moment,
    }


def happened(number: int, moment: datetime) -> dict[str, Any]:
    return {
        "id": number + 1,
        "user_id": number + 1,
        "kind": "account:registered",
        "created_at": moment,
        "ip": "192.0.2.1",
        "agent": "",
        "details": {},
    }


def checksum(engine: Engine) -> tuple[str, str]:
    """Of the schema, and of the rows."""
    schema, rows = hashlib.sha256(), hashlib.sha256()
    with engine.connect() as connection:
        for name, table in sorted(tables(engine).items()):
            schema.update(described(table).encode())
            if name == "alembic_version":
                continue
            keys = list(table.primary_key.columns)
            for row in connection.execute(select(table).order_by(*keys)).mappings():
                rows.update(f"{name}{sorted(row.items(), key=str)}".encode())
    return schema.hexdigest()[:12], rows.hexdigest()[:12]


def described(table: Table) -> str:
    columns = sorted(f"{c.name} {c.type!r} {c.nullable} {c.server_default is not None}" for c in table.columns)
    indexes = sorted(f"{i.name} {i.unique} {[c.name for c in i.columns]}" for i in table.indexes)
    constraints = sorted(f"{type(c).__name__} {c.name} {sorted(c.columns.keys())}" for c in table.constraints)
    return f"{table.name} {columns} {indexes} {constraints}"
