"""Many accounts and events in a database of their own, for the measurements that need them."""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Connection, NullPool, create_engine, insert, make_url, text

from app import clock, create_app, db
from app.models import AccountEvent, Event, Role, User
from config import config

ROOT = Path(__file__).resolve().parent.parent
POSTGRESQL = os.environ.get("TEST_POSTGRESQL_URL") or "postgresql+psycopg://postgres@127.0.0.1/test"
NAME = f"flasky_bench_{os.getpid()}"
CHUNK = 10_000
DAYS = 700
SYLLABLES = [
    "an",
    "bel",
    "cor",
    "da",
    "el",
    "fin",
    "gra",
    "hol",
    "in",
    "jo",
    "ka",
    "lu",
    "mar",
    "ne",
    "os",
    "pe",
    "qui",
]
KINDS = [Event.SIGNED_IN] * 6 + [Event.SIGN_IN_REFUSED] * 3 + [Event.REGISTERED, Event.CONFIRMED, Event.SIGNED_OUT]


@contextmanager
def own_database(backend: str) -> Iterator[str]:
    """The URL of a new, empty database, which goes at the end."""
    if backend == "sqlite":
        with TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/bench.sqlite"
        return
    # In the order of a language, as most servers have it; in that order no index finds a beginning.
    with server() as run:
        run(f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en'")
    try:
        yield make_url(POSTGRESQL).set(database=NAME).render_as_string(hide_password=False)
    finally:
        with server() as run:
            run(f"DROP DATABASE {NAME} WITH (FORCE)")


@contextmanager
def server() -> Iterator[Any]:
    with create_engine(POSTGRESQL, poolclass=NullPool, isolation_level="AUTOCOMMIT").connect() as connection:
        yield lambda statement: connection.execute(text(statement))


@contextmanager
def app_with(backend: str, people: int, events: int) -> Iterator[Flask]:
    """The application on a database with so many of each."""
    with own_database(backend) as url:
        config["testing"].SQLALCHEMY_DATABASE_URI = url  # type: ignore[misc]
        app = create_app("testing")
        with app.app_context():
            upgrade(str(ROOT / "migrations"))
            Role.insert_roles()
            db.session.commit()
            fill(people, events)
            yield app
            db.session.remove()
            db.engine.dispose()


def fill(people: int, events: int) -> None:
    """With the indexes made afterwards, which is several times as fast."""
    indexes = [index for table in (User, AccountEvent) for index in table.__table__.indexes]
    with unhurried() as connection:
        for index in indexes:
            index.drop(connection)
    insert_all(people, events)
    with unhurried() as connection:
        for index in indexes:
            index.create(connection)
    tidy_up()


@contextmanager
def unhurried() -> Iterator[Connection]:
    """A transaction without the application's time-outs."""
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL statement_timeout = 0"))
        yield connection


def tidy_up() -> None:
    """What PostgreSQL does by itself after a while; SQLite never does, so it does not here."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SET statement_timeout = 0"))
            connection.execute(text("VACUUM ANALYZE"))
            connection.invalidate()


def insert_all(people: int, events: int) -> None:
    chance = random.Random(7)  # noqa: S311 - the same people each time
    roles = {role.name: role.id for role in db.session.scalars(db.select(Role))}
    for start in range(0, people, CHUNK):
        rows = [person(number, roles, chance) for number in range(start, min(start + CHUNK, people))]
        db.session.execute(insert(User), rows)
        db.session.commit()
    for start in range(0, events, CHUNK):
        rows = [event(people, chance) for _ in range(min(CHUNK, events - start))]
        db.session.execute(insert(AccountEvent), rows)
        db.session.commit()


def person(number: int, roles: dict[str, int], chance: random.Random) -> dict[str, Any]:
    word = "".join(chance.choices(SYLLABLES, k=3))
    name = f"{word}{number:x}"
    born = clock.now() - timedelta(days=DAYS) + timedelta(seconds=number * 60)
    seen = born + timedelta(days=chance.random() * 100) if chance.random() < 0.9 else None  # noqa: PLR2004
    role = "Administrator" if number == 0 else "Moderator" if number % 20_000 == 1 else "User"
    return {
        "email": f"{name}@{chance.choice(SYLLABLES)}.example",
        "username": name,
        "username_key": name,
        "name": f"{word.title()} {chance.choice(SYLLABLES).title()}" if chance.random() < 0.3 else "",  # noqa: PLR2004
        "about": "",
        "password_hash": "$argon2id$v=19$m=19456,t=2,p=1$" + "x" * 66,
        "role_id": roles[role],
        "confirmed": number == 0 or chance.random() < 0.98,  # noqa: PLR2004
        "disabled_at": clock.now() if number % 5_000 == 2 else None,  # noqa: PLR2004
        "created_at": born,
        "browsers_since": born,
        "last_sign_in_at": seen,
        "last_seen_at": seen,
    }


def event(people: int, chance: random.Random) -> dict[str, Any]:
    return {
        "user_id": chance.randint(1, people),
        "kind": str(chance.choice(KINDS)),
        "ip": f"10.{chance.randrange(50)}.{chance.randrange(256)}.{chance.randrange(256)}",
        "agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "details": {},
        "created_at": clock.now() - timedelta(days=60 * chance.random()),
    }
