"""The list of what happened."""

from datetime import UTC, datetime, timedelta

import pytest

from app import db
from app.models import AccountEvent, Event
from app.models.listing import EventFilter, Place

MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)


def happen(user, kind=Event.SIGNED_IN, ip="", when=MIDNIGHT):
    event = AccountEvent(user_id=user and user.id, kind=kind, ip=ip, created_at=when)
    db.session.add(event)
    db.session.commit()
    return event.id


def found(**asked: str):
    return [event.id for event in EventFilter.read(asked).page(Place()).rows]


def test_the_newest_comes_first_and_of_those_together_the_last(ada):
    early, late, together = (happen(ada, when=MIDNIGHT + timedelta(hours=hours)) for hours in (1, 2, 1))

    assert found() == [late, together, early]


def test_a_person_is_found_by_name_address_and_id(ada, grace):
    happen(grace)
    event = happen(ada)

    assert [found(person=text) for text in ("ADA", "Ada@example.com", str(ada.id))] == [[event]] * 3
    assert [found(person=text) for text in ("nobody", "9" * 18, "x@", "%")] == [[]] * 4


def test_kind_address_and_day_are_looked_at_together(ada):
    events = [
        happen(ada, kind, ip, MIDNIGHT + timedelta(days=days))
        for kind in (Event.SIGNED_IN, Event.SIGNED_OUT)
        for ip in ("192.0.2.1", "2001:db8::1")
        for days in (0, 1)
    ]

    assert found(kind="session:signed-out", ip="2001:0db8:0::1", day="2026-11-25") == events[-1:]
    assert sorted(found(day="2026-11-24")) == events[::2]


def test_a_day_begins_and_ends_at_midnight_in_utc(ada):
    second = timedelta(microseconds=1)
    _, first, last, _ = (
        happen(ada, when=MIDNIGHT + distance)
        for distance in (-second, timedelta(), timedelta(days=1) - second, timedelta(days=1))
    )

    assert found(day="2026-11-24") == [last, first]


@pytest.mark.parametrize(
    "asked",
    [
        {"kind": "session:none"},
        {"ip": "x"},
        {"ip": "192.0.2.256"},
        {"ip": "\x00"},
        {"person": "\x00"},
        *({"day": day} for day in ("x", "2026-13-01", "2026-02-30", "9999-12-31", "0001-01-01", "NaN", "20261124")),
    ],
)
def test_what_makes_no_sense_is_ignored(ada, asked):
    assert EventFilter.read(asked) == EventFilter()
