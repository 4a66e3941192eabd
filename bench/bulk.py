"""Databases that live for one measurement, and rows by the million as fast as each database takes them."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from sqlalchemy import URL, Connection, NullPool, Table, create_engine, make_url, text

from app import db

SERVERS = {
    "postgresql": os.environ.get("TEST_POSTGRESQL_URL") or "postgresql+psycopg://postgres@127.0.0.1/test",
    "mariadb": os.environ.get("TEST_MARIADB_URL") or "mysql+pymysql://root@127.0.0.1/test",
}
NAME = f"flasky_bench_{os.getpid()}"
# In the order of a language, as most servers have it; in that order no index of PostgreSQL finds a beginning.
LIKE_MOST = {"postgresql": " TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en'"}
QUICK = {
    "sqlite": ["PRAGMA synchronous = OFF", "PRAGMA cache_size = -500000"],
    "postgresql": ["SET timezone = 'UTC'", "SET maintenance_work_mem = '512MB'"],
}
# What a server does by itself after a while. SQLite never does, so it does not here.
TIDY = {"postgresql": ["VACUUM ANALYZE"], "mysql": ["ANALYZE TABLE users, account_events"]}

Row = Sequence[str | int | None]


@contextmanager
def own_database(backend: str) -> Iterator[str]:
    """The URL of a new, empty database, which goes at the end."""
    if backend == "sqlite":
        with TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/bench.sqlite"
        return
    run(SERVERS[backend], f"CREATE DATABASE {NAME}{LIKE_MOST.get(backend, '')}")
    try:
        yield make_url(SERVERS[backend]).set(database=NAME).render_as_string(hide_password=False)
    finally:
        run(SERVERS[backend], f"DROP DATABASE {NAME}")


def run(url: str | URL, statement: str) -> None:
    with create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(statement))


@contextmanager
def unhurried() -> Iterator[Connection]:
    """A transaction without the application's time-outs, which waits for no disk."""
    with create_engine(db.engine.url, poolclass=NullPool).begin() as connection:
        for statement in QUICK.get(connection.dialect.name, []):
            connection.exec_driver_sql(statement)
        yield connection


def write(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert the rows, past the ORM; times are text in UTC."""
    cursor, names = connection.connection.cursor(), ", ".join(columns)
    if connection.dialect.name == "postgresql":
        with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join(["?" if connection.dialect.name == "sqlite" else "%s"] * len(columns))
    cursor.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)  # noqa: S608 - our own names


def tidy_up() -> None:
    for statement in TIDY.get(db.engine.dialect.name, []):
        run(db.engine.url, statement)
