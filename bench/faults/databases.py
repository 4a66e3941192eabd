"""A new database for each claim: a file, or one beside those that the tests use on a running server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import NullPool, create_engine, make_url, text

SERVERS = {
    "postgresql": os.environ.get("TEST_POSTGRESQL_URL") or "postgresql+psycopg://postgres@127.0.0.1/test",
    "mariadb": os.environ.get("TEST_MARIADB_URL") or "mysql+pymysql://root@127.0.0.1/test",
}
NAMES = ("sqlite", *SERVERS)
FORCE = {"postgresql": " WITH (FORCE)", "mariadb": ""}


@contextmanager
def database(name: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database, which goes when the block ends."""
    if name == "sqlite":
        yield f"sqlite:///{folder / 'faults.sqlite'}"
        return
    own = f"flasky_faults_{os.getpid()}"
    execute(SERVERS[name], f"CREATE DATABASE {own}")
    try:
        yield make_url(SERVERS[name]).set(database=own).render_as_string(hide_password=False)
    finally:
        execute(SERVERS[name], f"DROP DATABASE {own}{FORCE[name]}")


def execute(url: str, statement: str) -> None:
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
