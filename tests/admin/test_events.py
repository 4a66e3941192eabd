"""The list of events as its page."""

import pytest

from app import db
from app.models import AccountEvent, Event
from tests.support.pages import words
from tests.support.people import make_user


def told(page):
    return [words(what) for what in page.all("span", "event-what")]


def whose(page):
    return [words(where.find("span")) for where in page.all("span", "event-where")]


def test_what_happened_to_anybody_is_told_newest_first(ada, sign_in, browser, administrator):
    sign_in(ada)
    browser.submit("/auth/login", email="nobody", password="wrong")

    page = administrator.get("/admin/events")

    assert told(page) == ["A sign-in was refused", "Signed in", "Signed in"]
    assert whose(page) == ["Nobody's account", "ada", "root"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=session:sign-in-refused", ["A sign-in was refused"]),
        ("person=ada", ["Signed in"]),
        ("person=ADA@example.com", ["Signed in"]),
        ("person=nobody", []),
        ("ip=192.0.2.7", ["A sign-in was refused"]),
        ("ip=192.0.2.8", []),
        ("day=2020-01-01", []),
    ],
)
def test_each_filter_shows_its_own(ada, sign_in, browser, administrator, query, expected):
    sign_in(ada)
    browser.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    browser.submit("/auth/login", email="nobody", password="wrong")

    assert told(administrator.get(f"/admin/events?{query}")) == expected


def test_the_form_shows_what_was_asked(administrator):
    page = administrator.get("/admin/events?kind=account:closed&person=ada&ip=::1&day=2026-11-24")

    values = {field.get("name"): field.get("value") for field in page.all("input") if field.get("type") != "hidden"}
    chosen = [option.get("value") for option in page.all("option") if option.get("selected") is not None]
    assert (values, chosen) == ({"person": "ada", "ip": "::1", "day": "2026-11-24"}, ["account:closed"])


def test_every_kind_can_be_chosen(administrator):
    options = [option.get("value") for option in administrator.get("/admin/events").all("option")]

    assert options == ["", *Event]


def test_a_kind_that_is_no_more_breaks_nothing(ada, administrator):
    """A row of another version, or of code that an operator added."""
    db.session.add(AccountEvent(user_id=ada.id, kind="own:thing", details={"size": 7}))
    db.session.commit()

    page = administrator.get("/admin/events")
    assert (told(page)[0], [words(said) for said in page.all("span", "event-said")]) == ("own:thing", ["size: 7"])


def test_the_list_costs_as_many_queries_with_thirty_events_as_with_one(administrator, statements):
    def cost():
        db.session.rollback()
        statements.clear()
        administrator.get("/admin/events?kind=account:profile-changed")
        return len(statements)

    make_user("first").record(Event.PROFILE_CHANGED)
    db.session.commit()
    once = cost()
    for number in range(30):
        make_user(f"other{number}").record(Event.PROFILE_CHANGED)
    db.session.commit()

    assert cost() == once
