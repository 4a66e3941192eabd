"""What grows with the people is found by indexes: a page costs as much among a million as among ten."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from app import db
from app.email import outbox
from tests.support.every_page import PAGES, settle
from tests.support.people import PASSWORD

# Every row, or all that are confirmed.
SCAN = re.compile(r"SCAN (users|login_sessions|account_events|messages)\b(?! USING)|.* INDEX ix_users_confirmed ")
Asked = list[tuple[str, Sequence[Any]]]


# The others' plans of a table with few rows tell nothing.
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def asked(app: Flask) -> Iterator[Asked]:
    """Every statement from now on with its values."""
    heard: Asked = []

    def listen(_connection: Any, _cursor: Any, statement: str, values: Sequence[Any], *_rest: Any) -> None:
        heard.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", listen)
    yield heard
    event.remove(db.engine, "before_cursor_execute", listen)


def scans(asked: Asked) -> list[str]:
    """The statements that look at every row of a table that grows."""
    statements = {one: values for one, values in asked if re.match("SELECT|UPDATE|DELETE", one)}
    with db.engine.connect() as connection:
        plans = {
            one: connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", tuple(values)).all()
            for one, values in statements.items()
        }
    return [one for one, steps in plans.items() if any(SCAN.match(step.detail) for step in steps)]


@pytest.mark.parametrize("person", ["stranger", "newcomer", "ada"])
def test_no_page_looks_at_all_of_a_table(asked, browser, person):
    links = settle()
    if person != "stranger":
        browser.submit("/auth/login", email=person, password=PASSWORD)
    asked.clear()

    for path in PAGES[person].split():
        if not path.startswith("/dev/"):
            browser.get(path.format(**links))

    assert (scans(asked), asked == []) == ([], False)


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/auth/login", {"email": "ada", "password": PASSWORD}),
        ("/auth/login", {"email": "ada@example.com", "password": PASSWORD}),
        ("/auth/login", {"email": "nobody@example.com", "password": PASSWORD}),
        ("/auth/register", {"email": "j@example.com", "username": "j", "password": PASSWORD, "password2": PASSWORD}),
        ("/auth/register", {"email": "ada@example.com", "username": "j", "password": PASSWORD, "password2": PASSWORD}),
        ("/auth/reset", {"email": "ada@example.com"}),
    ],
    ids=lambda one: one if isinstance(one, str) else one["email"],
)
def test_no_form_of_a_stranger_looks_at_all_of_a_table(asked, browser, ada, path, fields):
    form = browser.get(path).form_with(set(fields))
    asked.clear()

    page = browser.fill_in(form, fields)

    assert (scans(asked), asked == [], page.status in {303, 422}) == ([], False, True)


def test_whoever_delivers_looks_at_what_is_due_alone(asked, ada):
    ada.tell_of_new_browser()
    db.session.commit()
    asked.clear()

    outbox.claim()

    assert (scans(asked), asked == []) == ([], False)
