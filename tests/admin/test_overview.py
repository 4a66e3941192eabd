"""How the site is doing."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app import clock, db, schema
from app.models import AccountEvent, Event, Message, State
from tests.support.pages import words
from tests.support.people import make_user


@pytest.fixture
def noon(clock):
    """A time of day at which an hour more or less is the same day."""
    now = clock.now()
    clock.advance(seconds=(now.replace(hour=12, minute=0, second=0, microsecond=0) - now).total_seconds())


def happen(kind, **ago: float):
    db.session.add(AccountEvent(kind=kind, created_at=clock.now() - timedelta(**ago)))
    db.session.commit()


def table(page):
    """Each day's numbers, today first."""
    rows = page.all("table", "plain")[0].find("tbody")
    return [[words(cell) for cell in row] for row in rows]


def drawing(chart):
    return next(part for part in chart.iter() if str(part.tag).endswith("svg"))


def numbers(page):
    return {words(row.find("dt")): words(row.find("dd")) for row in page.all("dl", "numbers")[0]}


def test_each_day_of_thirty_is_counted(noon, administrator):
    for days in (0, 1, 29, 30):
        happen(Event.REGISTERED, days=days)
    happen(Event.CONFIRMED, days=1)
    happen(Event.SIGN_IN_REFUSED, days=1)
    happen(Event.SIGN_IN_REFUSED, days=1, hours=11)
    happen(Event.SIGN_IN_REFUSED, days=1, hours=13)

    days = table(administrator.get("/admin/"))

    assert [day[1:] for day in (days[0], days[1], days[2], days[29])] == [
        ["1", "0", "1", "0"],
        ["1", "1", "0", "2"],
        ["0", "0", "0", "1"],
        ["1", "0", "0", "0"],
    ]
    assert (len(days), days[0][0]) == (30, clock.now().date().isoformat())


def test_the_charts_show_the_same_numbers(noon, administrator):
    for _ in range(3):
        happen(Event.REGISTERED, days=2)
    happen(Event.REGISTERED, days=0)

    page = administrator.get("/admin/")

    charts = page.all("figure", "chart")
    assert [words(chart.find("figcaption")) for chart in charts] == [
        "Sign-ups 4",
        "Confirmations 0",
        "Sign-ins 1",
        "Refused sign-ins 0",
    ]
    assert drawing(charts[0]).get("aria-label") == "Sign-ups: 3 on the busiest day, 1 today"


def test_a_bar_is_as_high_as_its_day_was_busy(noon, administrator):
    """The busiest day fills the chart, half as many half of it; a day with one is seen, and one with none is not."""
    for days, count in {29: 1, 2: 100, 1: 50}.items():
        for _ in range(count):
            happen(Event.REGISTERED, days=days)

    svg = drawing(administrator.get("/admin/").all("figure", "chart")[0])

    bars = [bar for bar in svg.iter() if str(bar.tag).endswith("rect")]
    assert [int(bar.get("height")) for bar in bars] == [2, *[0] * 26, 56, 28, 0]
    assert [int(bar.get("y")) + int(bar.get("height")) for bar in bars] == [56] * 30
    assert [int(bar.get("x")) for bar in bars] == [10 * day for day in range(30)]
    assert svg.get("viewBox") == "0 0 300 56"
    assert [words(bars[day]) for day in (0, 27)] == [
        f"{(clock.now() - timedelta(days=ago)).date()}: {count}" for ago, count in ((29, 1), (2, 100))
    ]


def test_people_and_mails_are_counted(ada, administrator):
    fates = [
        (State.QUEUED, None, True),
        (State.QUEUED, "451", True),
        (State.FAILED, "550", False),
        (State.FAILED, "550", True),
        (State.SENT, None, False),
    ]
    for number, (state, error, is_due) in enumerate(fates):
        message = Message(to_address="a@b.example", subject="", template="", language="", message_id=str(number))
        db.session.add(message)
        db.session.flush()
        message.state, message.last_error, message.due_at = state, error, clock.now() if is_due else None
    db.session.commit()

    assert numbers(administrator.get("/admin/")) == {
        "People": "2",
        "Mails waiting": "2",
        "Tried in vain": "1",
        "Mails given up": "2",
    }


def test_it_says_what_it_runs_on(app, administrator):
    page = administrator.get("/admin/")

    shown = {words(row.find("dt")): words(row.find("dd")) for row in page.all("dl", "overview-facts")[0]}
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "mysql": "MariaDB", "mariadb": "MariaDB"}
    assert list(shown) == ["Flasky", "Python", "Flask", "SQLAlchemy", names[db.engine.dialect.name], "Database schema"]
    assert shown["Database schema"] == "Up to date"


def stand_at(revision):
    db.session.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    db.session.commit()


def test_a_schema_that_lags_behind_is_said(administrator):
    heads, known = schema.revisions()
    stand_at((known - heads).pop())
    try:
        page = administrator.get("/admin/")
    finally:
        stand_at(*heads)

    assert "Run flask deploy." in page.main


def test_it_costs_as_many_queries_with_thirty_people_as_with_one(administrator, statements):
    def cost():
        db.session.rollback()
        statements.clear()
        administrator.get("/admin/")
        return len(statements)

    once = cost()
    for number in range(30):
        make_user(f"other{number}").record(Event.REGISTERED)
    db.session.commit()

    assert cost() == once
