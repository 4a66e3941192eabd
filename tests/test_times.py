"""Times as people read them."""

from datetime import UTC, datetime

import pytest

from app.languages import Reader, writing_to
from app.times import LocalTime, with_zone

MOMENT = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)


def test_a_time_is_right_as_it_stands(app):
    assert LocalTime(MOMENT).format("LLL") == (
        '<time class="flask-moment" datetime="2026-02-03T04:05:06Z" data-function="format" data-format="LLL" '
        'data-refresh="0">February 3, 2026, 4:05\u202fAM UTC</time>'
    )


@pytest.mark.parametrize(
    ("language", "zone", "words"),
    [
        ("en", "America/New_York", "February 2, 2026, 11:05 PM"),
        ("es", "Europe/Madrid", "3 de febrero de 2026, 5:05"),
        ("zh_Hans", "Asia/Shanghai", "2026年2月3日 12:05"),
    ],
)
def test_it_is_told_in_the_reader_s_language_and_by_the_reader_s_clock(app, language, zone, words):
    with writing_to(Reader(language, zone)):
        assert LocalTime(MOMENT).format("LLL").striptags() == words


@pytest.mark.parametrize(
    ("language", "zone", "words"),
    [
        ("en", "UTC", "February 3, 2026, 4:05\u202fAM UTC"),
        ("es", "Europe/Madrid", "3 de febrero de 2026, 5:05 CET"),
        ("zh_Hans", "Asia/Shanghai", "2026年2月3日 12:05（中国标准时间）"),
    ],
)
def test_a_mail_says_by_which_clock(app, language, zone, words):
    with writing_to(Reader(language, zone)):
        assert with_zone(MOMENT) == words


def test_a_time_without_a_zone_is_in_utc(app):
    assert LocalTime(MOMENT.replace(tzinfo=None)).format("LLL") == LocalTime(MOMENT).format("LLL")


def test_a_day_is_the_reader_s_day(app):
    with writing_to(Reader("en", "America/New_York")):
        assert LocalTime(MOMENT).format("LL").striptags() == "February 2, 2026"


def test_what_a_template_asks_for_is_escaped(app):
    assert 'data-format="&lt;b&gt;"' in LocalTime(MOMENT).format("<b>")


def test_a_day_has_no_hour(app):
    assert LocalTime(MOMENT).format("LL").striptags() == "February 3, 2026"


def test_a_while_ago_is_told_in_words(app, clock):
    before = clock.now()
    clock.advance(hours=3)

    assert LocalTime(before).fromNow().striptags() == "3 hours ago"


def test_it_can_be_told_anew_each_minute(app, clock):
    assert 'data-refresh="60000"' in LocalTime(clock.now()).fromNow(refresh=True)


@pytest.mark.parametrize(("seconds", "words"), [(0, "1 second ago"), (0.4, "1 second ago"), (2, "2 seconds ago")])
def test_what_has_just_been_is_past(app, clock, seconds, words):
    before = clock.now()
    clock.advance(seconds=seconds)

    assert LocalTime(before).fromNow().striptags() == words
