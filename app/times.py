"""Times as people read them: Flask-Moment's API, without moment.js.

`moment(dt).format("LLL")` gives a `<time>` that is right as it stands, in UTC, and that
static/js/times.js turns into the reader's own zone and language. Flask-Moment itself would hide
the text by an inline style, which the Content-Security-Policy forbids, and load moment.js.
"""

from datetime import datetime
from typing import Any

from flask import Flask
from flask_babel import format_datetime, format_timedelta, gettext
from flask_moment import Moment
from flask_moment import moment as FlaskMoment  # noqa: N812 - a class by its nature
from markupsafe import Markup

from app import clock

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
        ).format(self._machine_readable(), func, format or "", int(refresh) * MINUTE, text)

    def _machine_readable(self) -> str:
        return str(self.timestamp.isoformat(timespec="seconds").replace("+00:00", "Z"))

    def _in_words(self, format: str) -> str:  # noqa: A002 - Flask-Moment's name
        if format in {"L", "LL"}:
            return str(format_datetime(self.timestamp, "d MMMM y", rebase=False))
        return str(gettext("%(time)s UTC", time=format_datetime(self.timestamp, "d MMMM y HH:mm", rebase=False)))

    def _ago(self) -> str:
        return str(format_timedelta(self.timestamp - clock.now(), add_direction=True))


class LocalTimes(Moment):
    """The extension: the template global `moment`."""

    def init_app(self, app: Flask) -> None:
        app.extensions["moment"] = LocalTime
        app.jinja_env.globals["moment"] = LocalTime
