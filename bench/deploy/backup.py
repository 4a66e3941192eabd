"""Backups while accounts are made, restored beside the original: whether they are whole, and how long it takes."""

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import URL, create_engine, func, insert, make_url, select

from app import db
from bench.deploy import databases
from tests.support import databases as servers
from tests.support.databases import MIGRATIONS
from tests.support.settings import ROOT

ACCOUNTS = 100_000


def main() -> None:
    for kind in databases.kinds():
        with databases.application(kind, "original") as app, tempfile.TemporaryDirectory() as folder:
            upgrade(MIGRATIONS)
            databases.fill(db.engine, ACCOUNTS)
            file = Path(folder) / "backup"
            with newcomers(app) as arrived:
                begun = time.monotonic()
                back_up(kind, file)
                took = time.monotonic() - begun
            begun = time.monotonic()
            with copy_of(kind, file) as url:
                print(
                    f"   {kind:10} backup {took:.1f} s while {len(arrived)} came, {file.stat().st_size // 1024} kB,",
                    end=" ",
                )
                print(f"restored in {time.monotonic() - begun:.1f} s: {judged(url)}")
            downgrade(MIGRATIONS, "base")


@contextmanager
def newcomers(app: Flask) -> Iterator[list[int]]:
    """Accounts are made, each with its event in the same transaction, until the block ends."""
    over, arrived = threading.Event(), []

    def arrive() -> None:
        with app.app_context():
            present = databases.tables(db.engine)
            while not over.is_set():
                number = ACCOUNTS + len(arrived)
                moment = datetime.now(UTC)
                with db.engine.begin() as connection:
                    for name, row in (("users", databases.user), ("account_events", databases.happened)):
                        connection.execute(insert(present[name]), databases.fitted(present[name], row(number, moment)))
                arrived.append(number)

    thread = threading.Thread(target=arrive)
    thread.start()
    time.sleep(1)
    try:
        yield arrived
    finally:
        over.set()
        thread.join()


def back_up(kind: str, file: Path) -> None:
    """By the commands of docs/operations.md."""
    url = db.engine.url
    if kind == "sqlite":
        run("sqlite3", str(url.database), f"VACUUM INTO '{file}'")
    elif kind == "postgresql":
        run("pg_dump", "--format=custom", f"--file={file}", libpq(url))
    else:
        run("mariadb-dump", *login(url), "--single-transaction", f"--result-file={file}", str(url.database))


@contextmanager
def copy_of(kind: str, file: Path) -> Iterator[str]:
    """A new database with what is in the backup; its URL."""
    place = (
        nullcontext(f"sqlite:///{file}") if kind == "sqlite" else servers.own_database(servers.SERVERS[kind], "copy")
    )
    with place as text:
        url = make_url(text)
        if kind == "postgresql":
            run("pg_restore", f"--dbname={libpq(url)}", "--no-owner", str(file))
        if kind == "mariadb":
            with file.open() as dump:
                run("mariadb", *login(url), str(url.database), stdin=dump)
        yield text


def judged(text: str) -> str:
    """What is true of the copy, if it is whole."""
    engine = create_engine(text)
    present = databases.tables(engine)
    users, events, version = present["users"], present["account_events"], present["alembic_version"]
    with engine.connect() as connection:
        count = connection.scalar(select(func.count()).select_from(users))
        pairs = connection.scalar(select(func.count()).select_from(users.join(events, events.c.user_id == users.c.id)))
        alone = connection.scalar(select(func.count()).select_from(events)) - pairs
        revision = connection.scalar(select(version.c.version_num))
    engine.dispose()
    whole = count >= ACCOUNTS and count == pairs and alone == 0
    return f"{count} accounts, each with its event: {whole}, schema {revision}"


def libpq(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def login(url: URL) -> list[str]:
    return [f"--host={url.host}", f"--user={url.username}", f"--password={url.password or ''}"]


def run(*command: str, **options: Any) -> None:
    subprocess.run(command, cwd=ROOT, env=os.environ, check=True, capture_output=True, **options)
