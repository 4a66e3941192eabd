"""Times as people read them: Flask-Moment's API, without moment.js.

`moment(dt).format("LLL")` gives a `<time>` that is right as it stands, in the reader's language and, once it
is known, the reader's zone; static/js/times.js makes that zone known. Flask-Moment itself would hide the text
by an inline style, which the Content-Security-Policy forbids, and load moment.js.
"""

from datetime import datetime
from typing import Any

from babel.dates import get_datetime_format, get_timezone_name
from flask import Flask
from flask_babel import format_date, format_time, format_timedelta, get_locale, gettext, to_user_timezone
from flask_moment import Moment
from flask_moment import moment as FlaskMoment  # noqa: N812 - a class by its nature
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from app import clock
from app.languages import choose_timezone

MINUTE = 60_000


class LocalTime(FlaskMoment):
    """One moment in time; the methods of Flask-Moment, each of which gives a `<time>`."""

    def __init__(self, timestamp: datetime | None = None, local: bool = False) -> None:  # noqa: FBT001, FBT002
        super().__init__(timestamp or clock.now(), local)

    def _render(
        self,
        func: str,
        format: str | None = None,  # noqa: A002 - Flask-Moment's name
        refresh: bool | int = False,  # noqa: FBT001, FBT002 - and its way
        **_: Any,
    ) -> Markup:
        text = self._ago() if func == "fromNow" else self._in_words(format or "LLL")
        return Markup(
            '<time class="flask-moment" datetime="{}" data-function="{}" data-format="{}" data-refresh="{}">{}</time>'
        ).format(machine_readable(self.timestamp), func, format or "", int(refresh) * MINUTE, text)

    def _in_words(self, format: str) -> str:  # noqa: A002 - Flask-Moment's name
        if format in {"L", "LL"}:
            return str(format_date(self.timestamp, "long"))
        return in_words(self.timestamp) if choose_timezone() else with_zone(self.timestamp)

    def _ago(self) -> str:
        return str(format_timedelta(self.timestamp - clock.now(), add_direction=True))


def in_words(time: datetime) -> str:
    """Day and time as the reader's language writes them, by the reader's clock."""
    day, clock_time = format_date(time, "long"), format_time(time, "short")
    pattern = get_datetime_format("medium", locale=get_locale())
    return str(pattern).replace("'", "").replace("{0}", clock_time).replace("{1}", day)


def with_zone(time: datetime) -> str:
    """The same, and by which clock that is, for readers who may live elsewhere."""
    return str(gettext("%(time)s %(zone)s", time=in_words(time), zone=name_of_zone(to_user_timezone(time))))


def name_of_zone(local: datetime) -> str:
    """In short where the language has a short one, as "CET", and not a mere number."""
    short, long = (str(get_timezone_name(local, width, locale=get_locale())) for width in ("short", "long"))
    return long if short.startswith(("+", "-")) else short


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
