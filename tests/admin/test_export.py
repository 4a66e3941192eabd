"""The lists as files for a spreadsheet."""

import csv
from datetime import UTC, datetime

import pytest

from app import clock, db
from app.models import AccountEvent, Event, User
from app.models.listing import paging
from tests.support.people import make_user


def rows(page):
    return list(csv.DictReader(page.text.splitlines()))


def names(page):
    return [row["username"] for row in rows(page)]


def export(browser, path):
    return browser.press(path, "Export as CSV")


def test_the_users_that_are_shown_are_exported(ada, grace, administrator):
    page = export(administrator, "/admin/users?search=ada&match=username")

    assert (page.status, page.headers["Content-Type"], names(page)) == (200, "text/csv; charset=utf-8", ["ada"])
    assert page.headers["Content-Disposition"] == f'attachment; filename="users-{clock.now():%Y-%m-%d}.csv"'
    assert rows(page)[0]["confirmed"] == "yes"


def test_all_pages_of_them_are_exported_oldest_first(administrator, monkeypatch):
    monkeypatch.setattr(paging, "ROWS", 2)
    monkeypatch.setattr(paging, "BATCH", 3)
    for number in range(7):
        make_user(f"some{number}")

    assert names(export(administrator, "/admin/users?sort=newest")) == ["root", *(f"some{n}" for n in range(7))]


def test_the_events_that_are_shown_are_exported(ada, sign_in, administrator):
    sign_in(ada)

    page = export(administrator, "/admin/events?kind=session:signed-in&person=ada")

    assert [(row["kind"], row["username"], row["ip"]) for row in rows(page)] == [
        ("session:signed-in", "ada", "127.0.0.1")
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", '=HYPERLINK("http://evil.example")'])
def test_no_cell_begins_a_formula(ada, administrator, text):
    ada.name = text
    db.session.add(AccountEvent(user_id=ada.id, kind=Event.SIGNED_IN, agent=text))
    db.session.commit()

    users, events = (export(administrator, path) for path in ("/admin/users?search=ada", "/admin/events?person=ada"))

    assert (rows(users)[0]["name"], rows(events)[0]["agent"]) == (f"'{text}", f"'{text}")


def test_times_are_written_alike_everywhere(ada, administrator):
    ada.created_at = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    db.session.commit()

    assert rows(export(administrator, "/admin/users?search=ada"))[0]["created_at"] == "2026-03-29T01:30:00Z"


def test_an_export_is_in_the_history_of_whoever_asked_for_it(root, administrator):
    for path in ("/admin/users", "/admin/events"):
        export(administrator, path)

    exports = db.session.scalars(db.select(AccountEvent).where(AccountEvent.kind == Event.EXPORTED)).all()
    assert [(event.user_id, event.details) for event in exports] == [
        (root.id, {"by": "root", "what": "users"}),
        (root.id, {"by": "root", "what": "events"}),
    ]


def test_it_is_written_while_it_is_read(administrator, statements, monkeypatch):
    """The first rows leave before the last are asked for."""
    monkeypatch.setattr(paging, "BATCH", 1)
    for number in range(5):
        make_user(f"some{number}")
    token = administrator.get("/admin/users").csrf_token
    answer = administrator.client.post("/admin/users/export", data={"csrf_token": token}, buffered=False)
    chunks = iter(answer.iter_encoded())
    statements.clear()

    _header, _first = next(chunks), next(chunks)

    assert len(statements) <= 2
    answer.close()


def test_nothing_secret_is_exported(ada, sign_in, administrator):
    sign_in(ada)

    page = export(administrator, "/admin/users")

    assert set(rows(page)[0]) == {
        "id", "username", "email", "name", "role", "confirmed", "created_at", "last_sign_in_at",
        "disabled_at", "closed_at",
    }  # fmt: skip
    assert db.session.get(User, ada.id).password_hash not in page.text
