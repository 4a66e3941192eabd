"""Times as people read them: Flask-Moment's API, without moment.js.

`moment(dt).format("LLL")` gives a `<time>` that is right as it stands, in the reader's language and, once it
is known, the reader's zone; static/js/times.js makes that zone known. Flask-Moment itself would hide the text
by an inline style, which the Content-Security-Policy forbids, and load moment.js.
"""

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time, format_timedelta, get_datetime_format, get_timezone_name
from flask import Flask
from flask_babel import gettext
from flask_moment import Moment
from flask_moment import moment as FlaskMoment  # noqa: N812 - a class by its nature
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from app import clock
from app.languages import Conventions, conventions

MINUTE = 60_000  # milliseconds
SECOND = timedelta(seconds=1)
REMEMBERED = 4096  # words in one language; making them takes longer than all else on a page


class LocalTime(FlaskMoment):
    """One moment in time; the methods of Flask-Moment, each of which gives a `<time>`."""

    def __init__(self, timestamp: datetime | None = None, local: bool = False) -> None:  # noqa: FBT001, FBT002
        time = timestamp or clock.now()
        super().__init__(time if time.tzinfo else time.replace(tzinfo=UTC), local)

    def _render(
        self,
        func: str,
        format: str | None = None,  # noqa: A002 - Flask-Moment's name
        refresh: bool | int = False,  # noqa: FBT001, FBT002 - and its way
        **_: Any,
    ) -> Markup:
        words = self._ago() if func == "fromNow" else self._in_words(format or "LLL")
        return Markup(  # noqa: S704 - `format` and words are escaped, and all else is ours
            f'<time class="flask-moment" datetime="{machine_readable(self.timestamp)}" data-function="{func}" '
            f'data-format="{escape(format or "")}" data-refresh="{int(refresh) * MINUTE}">{escape(words)}</time>'
        )

    def _in_words(self, format: str) -> str:  # noqa: A002 - Flask-Moment's name
        told, minute = conventions(), minute_of(self.timestamp)
        if format in {"L", "LL"}:
            return day_in_words(minute, told.clock, told.language)
        return minute_in_words(minute, told.clock, told.language) if told.is_theirs else minute_with_zone(minute, told)

    def _ago(self) -> str:
        return ago_in_words(as_exact_as_told(self.timestamp - clock.now()), conventions().language)


def with_zone(time: datetime) -> str:
    """Day and time as the reader's language writes them, and by which clock, for readers who may live elsewhere."""
    return minute_with_zone(minute_of(time), conventions())


def minute_of(time: datetime) -> datetime:
    return time.replace(second=0, microsecond=0)


def as_exact_as_told(age: timedelta) -> timedelta:
    """To the second within an hour, else to the minute; this very second is past."""
    if abs(age) < SECOND:
        return -SECOND
    exact = 1 if abs(age) < timedelta(hours=1) else 60
    return timedelta(seconds=round(age.total_seconds() / exact) * exact)


@lru_cache(REMEMBERED)
def minute_with_zone(minute: datetime, told: Conventions) -> str:
    time = minute_in_words(minute, told.clock, told.language)
    return str(gettext("%(time)s %(zone)s", time=time, zone=name_of_zone(minute, told.clock, told.language)))


@lru_cache(REMEMBERED)
def minute_in_words(minute: datetime, zone: tzinfo, locale: Locale | None) -> str:
    clock_time = format_time(minute, "short", tzinfo=zone, locale=locale)
    pattern = get_datetime_format("medium", locale=locale)
    return str(pattern).replace("'", "").replace("{0}", clock_time).replace("{1}", day_in_words(minute, zone, locale))


@lru_cache(REMEMBERED)
def day_in_words(minute: datetime, zone: tzinfo, locale: Locale | None) -> str:
    return format_date(minute.astimezone(zone), "long", locale=locale)


@lru_cache(REMEMBERED)
def name_of_zone(minute: datetime, zone: tzinfo, locale: Locale | None) -> str:
    """In short where the language has a short one, as "CET", and not a mere number."""
    local = minute.astimezone(zone)
    short, long = (str(get_timezone_name(local, width, locale=locale)) for width in ("short", "long"))
    return long if short.startswith(("+", "-")) else short


@lru_cache(REMEMBERED)
def ago_in_words(age: timedelta, locale: Locale | None) -> str:
    return format_timedelta(age, add_direction=True, locale=locale)


@pass_eval_context
def when(context: EvalContext, time: datetime) -> str:
    """A time for a mail, where no script will put it into the reader's zone."""
    words = with_zone(time)
    return (
        Markup('<time datetime="{}">{}</time>').format(machine_readable(time), words) if context.autoescape else words
    )


def machine_readable(time: datetime) -> str:
    return time.isoformat(timespec="seconds").replace("+00:00", "Z")


class LocalTimes(Moment):
    """The extension: the template global `moment`."""

    def init_app(self, app: Flask) -> None:
        app.extensions["moment"] = LocalTime
        app.jinja_env.globals["moment"] = LocalTime
