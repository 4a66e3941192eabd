"""How long do administrators wait at a million users? Prints each page's median in milliseconds.

    python bench/listing.py [USERS EVENTS] [sqlite] [postgresql] [mariadb]

By default for 1,000 and for 1,000,000 users, on SQLite and on PostgreSQL, in databases of its own
(TEST_POSTGRESQL_URL and TEST_MARIADB_URL name the servers). Whole pages are measured, from the request to
the last byte of HTML, by an administrator who is signed in; the links to the last page are the page's own.
"""

import statistics
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask
from flask.testing import FlaskClient
from people import app_with

from app import clock, db
from app.models import User

ROUNDS = 7
PASSWORD = "correct horse battery"  # noqa: S105 - the example's
BACKENDS = ("sqlite", "postgresql")
SIZES = [(1_000, 2_000), (1_000_000, 2_000_000)]
SORTS = ("newest", "oldest", "username", "email", "signed-in")
PAGES = {
    "overview": "/admin/",
    **{f"first page, {sort}": f"/admin/users?sort={sort}" for sort in SORTS},
    **{f"last page, {sort}": f"/admin/users?sort={sort}&page=last" for sort in SORTS},
    **{f"username begins, few, {sort}": f"/admin/users?search=lumarne&match=username&sort={sort}" for sort in SORTS},
    **{f"username begins, many, {sort}": f"/admin/users?search=qu&match=username&sort={sort}" for sort in SORTS},
    **{f"address begins, {sort}": f"/admin/users?search=hol&match=email&sort={sort}" for sort in SORTS},
    **{
        f"{name}, {place}, {sort}": f"/admin/users?{name}=1&sort={sort}{query}"
        for name in ("unconfirmed", "disabled", "never_signed_in", "closed")
        for place, query in (("first", ""), ("last", "&page=last"))
        for sort in SORTS
    },
    **{f"moderators, {sort}": f"/admin/users?role=Moderator&sort={sort}" for sort in SORTS},
    "any part, nobody": "/admin/users?search=zzzz",
    "any part, one": "/admin/users?search=f423f@",
    **{f"any part, few, {sort}": f"/admin/users?search=lmarbel1&sort={sort}" for sort in SORTS},
    **{f"any part, many, {sort}": f"/admin/users?search=an&sort={sort}" for sort in SORTS},
    **{f"any part, unconfirmed, {sort}": f"/admin/users?search=lumar&unconfirmed=1&sort={sort}" for sort in SORTS},
    "one user": "/admin/users/77",
    "events": "/admin/events",
    "events, last page": "/admin/events?page=last",
    "events, of a kind": "/admin/events?kind=session:sign-in-refused",
    "events, of a rare kind": "/admin/events?kind=email:changed",
    "events, of a person": "/admin/events?person=77",
    "events, from an address": "/admin/events?ip=10.7.7.7",
    "events, of a day": "/admin/events?day={yesterday}",
    "mail": "/admin/mail",
}


def main(sizes: list[tuple[int, int]], backends: Sequence[str]) -> None:
    columns = [(backend, *size) for size in sizes for backend in backends]
    figures = [measured(*column) for column in columns]
    print(f"{'milliseconds':40}" + "".join(f"{backend + f' {people:,}':>22}" for backend, people, _ in columns))
    for name in PAGES:
        print(f"{name:40}" + "".join(f"{figure[name]:22.1f}" for figure in figures))


def measured(backend: str, people: int, events: int) -> dict[str, float]:
    with app_with(backend, people, events) as app:
        return measure(app)


def measure(app: Flask) -> dict[str, float]:
    client = signed_in(app)
    return {name: median(client, path) for name, path in PAGES.items()}


def signed_in(app: Flask) -> FlaskClient:
    """The browser of the administrator, who has just typed the password."""
    administrator = db.session.get_one(User, 1)
    administrator.password = PASSWORD
    db.session.commit()
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/auth/login", data={"email": administrator.username, "password": PASSWORD})
    return client


def median(client: FlaskClient, path: str) -> float:
    yesterday = (clock.now() - timedelta(days=1)).date()
    return statistics.median(seconds(client, path.format(yesterday=yesterday)) for _ in range(ROUNDS)) * 1000


def seconds(client: FlaskClient, path: str) -> float:
    start = time.perf_counter()
    status = client.get(path).status_code
    if status != HTTPStatus.OK:
        raise RuntimeError(f"{path} answered {status}")
    return time.perf_counter() - start


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()]
    named = [argument for argument in sys.argv[1:] if not argument.isdecimal()]
    main([(given[0], given[1])] if given else SIZES, named or BACKENDS)
