"""Many accounts and events in a database of their own, for the measurements that need them."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bulk import Row, own_database, tidy_up, unhurried, write
from flask import Flask
from flask_migrate import upgrade

from app import clock, create_app, db
from app.models import AccountEvent, Event, Role, User
from config import config

ROOT = Path(__file__).resolve().parent.parent
DAYS = 700
PARTS = (
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
)
KINDS = [*[Event.SIGNED_IN] * 6, *[Event.SIGN_IN_REFUSED] * 3, Event.REGISTERED, Event.CONFIRMED, Event.SIGNED_OUT]
PASSWORD_HASH = "$argon2id$v=19$m=19456,t=2,p=1$" + "x" * 66
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
USER_COLUMNS = (
    "email",
    "username",
    "username_key",
    "name",
    "about",
    "password_hash",
    "role_id",
    "confirmed",
    "disabled_at",
    "created_at",
    "browsers_since",
    "last_sign_in_at",
    "last_seen_at",
)
EVENT_COLUMNS = ("user_id", "kind", "ip", "agent", "details", "created_at")


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
    """With the indexes made afterwards, which is several times as fast; MariaDB parts with none of a foreign key."""
    indexes = [index for table in (User, AccountEvent) for index in table.__table__.indexes]
    indexes = [index for index in indexes if not any(column.foreign_keys for column in index.columns)]
    with unhurried() as connection:
        for index in indexes:
            index.drop(connection)
        chance = random.Random(7)  # noqa: S311 - the same people each time
        write(connection, User.__table__, USER_COLUMNS, everybody(people, chance))
        write(connection, AccountEvent.__table__, EVENT_COLUMNS, (event(people, chance) for _ in range(events)))
        for index in indexes:
            index.create(connection)
    tidy_up()


def everybody(people: int, chance: random.Random) -> Iterator[Row]:
    roles = {role.name: role.id for role in db.session.scalars(db.select(Role))}
    db.session.rollback()
    return (person(number, roles, chance) for number in range(people))


def person(number: int, roles: dict[str, int], chance: random.Random) -> Row:
    """One account; the columns are `USER_COLUMNS`."""
    word, *others = "".join(chance.choices(PARTS, k=3)), *chance.choices(PARTS, k=2)
    username = f"{word}{number:x}"
    born = clock.now() - timedelta(days=DAYS) + timedelta(seconds=number * 60)
    seen = stored(born + timedelta(days=chance.random() * 100)) if chance.random() < 0.9 else None  # noqa: PLR2004
    return (
        f"{username}@{others[0]}.example",
        username,
        username,
        f"{word.title()} {others[1].title()}" if chance.random() < 0.3 else "",  # noqa: PLR2004
        "",
        PASSWORD_HASH,
        roles["Administrator" if number == 0 else "Moderator" if number % 20_000 == 1 else "User"],
        int(number == 0 or chance.random() < 0.98),  # noqa: PLR2004
        stored(clock.now()) if number % 5_000 == 2 else None,  # noqa: PLR2004
        stored(born),
        stored(born),
        seen,
        seen,
    )


def event(people: int, chance: random.Random) -> Row:
    """One event; the columns are `EVENT_COLUMNS`."""
    return (
        1 + int(people * chance.random()),
        KINDS[int(len(KINDS) * chance.random())].value,
        f"10.{chance.getrandbits(6)}.{chance.getrandbits(8)}.{chance.getrandbits(8)}",
        AGENT,
        "{}",
        stored(clock.now() - timedelta(days=60 * chance.random())),
    )


def stored(time: datetime) -> str:
    """The time as every database reads it, and as SQLite keeps it."""
    return time.replace(tzinfo=None).isoformat(" ", "microseconds")
