"""Times as people read them."""

from datetime import UTC, datetime

from app.times import LocalTime

MOMENT = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)


def test_a_time_is_right_as_it_stands(app):
    assert LocalTime(MOMENT).format("LLL") == (
        '<time class="flask-moment" datetime="2026-02-03T04:05:06Z" data-function="format" data-format="LLL" '
        'data-refresh="0">3 February 2026 04:05 UTC</time>'
    )


def test_a_day_has_no_hour(app):
    assert LocalTime(MOMENT).format("LL").striptags() == "3 February 2026"


def test_a_while_ago_is_told_in_words(app, clock):
    before = clock.now()
    clock.advance(hours=3)

    assert LocalTime(before).fromNow().striptags() == "3 hours ago"


def test_it_can_be_told_anew_each_minute(app, clock):
    assert 'data-refresh="60000"' in LocalTime(clock.now()).fromNow(refresh=True)
