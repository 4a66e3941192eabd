"""Errors that nobody has foreseen: logged, and told to FLASKY_ADMIN once an hour each.

The mail says where, not what: an error's own words may hold what somebody typed. They are in the log,
which the request's id finds.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from traceback import FrameSummary, extract_tb
from typing import Any

from flask import Flask, current_app, g, got_request_exception, request
from flask_babel import gettext as _

from app import clock, logs
from app.email import send_email
from app.extensions import db
from app.languages import the_site, writing_to
from app.links import external_url
from app.models import AnonymousUser, Rate
from app.models.throttle import throttle_key

HOUR = timedelta(hours=1)
MOST_AN_HOUR = 10  # mails, whatever breaks
ROOT = Path(__file__).resolve().parent.parent


def init_app(app: Flask) -> None:
    app.log_exception = partial(log_exception, app)  # type: ignore[method-assign]
    got_request_exception.connect(report, app)


def log_exception(app: Flask, exc_info: Any) -> None:
    """Flask's own would log the path."""
    app.logger.error("An error nobody has foreseen", exc_info=exc_info)


def report(app: Flask, exception: BaseException, **_details: Any) -> None:
    """Tell the administrators, unless they have heard of it lately. Never raises: one fault is enough."""
    db.session.rollback()  # what the request had begun is lost anyway, and its locks are in our way
    where = {"endpoint": request.endpoint, "method": request.method, "request_id": logs.request_id()}
    try:
        with app.app_context():
            g._login_user = AnonymousUser()  # noqa: SLF001 - the mail's templates ask who is signed in
            if app.config["FLASKY_ADMIN"] and is_news(exception):
                write(exception, **where)
                db.session.commit()
    except Exception:
        app.logger.warning("The administrators could not be told of the error by mail.", exc_info=True)


def is_news(exception: BaseException) -> bool:
    """Whether none of all processes has told of this one within the hour, nor of many others."""
    place = [type(exception).__name__, *map(named, extract_tb(exception.__traceback__)[-1:])]
    if Rate.add(throttle_key("fault", *place), 1, HOUR)[0] > 1:
        return False
    return Rate.add(throttle_key("faults"), 1, HOUR)[0] <= MOST_AN_HOUR


def write(exception: BaseException, **where: Any) -> None:
    error, frames = type(exception).__name__, extract_tb(exception.__traceback__)
    with writing_to(the_site()):
        for administrator in current_app.config["FLASKY_ADMIN"]:
            subject = _("Error on the site: %(error)s", error=error)
            values = {"error": error, "frames": ours(frames), "home_link": external_url("main.index")}
            send_email(administrator, subject, "email/fault", occurred_at=clock.now(), **values, **where)


def ours(frames: Sequence[FrameSummary]) -> list[str]:
    """The way to the error through our own code, and where it broke."""
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT / "app")]
    return list(dict.fromkeys(map(named, [*own, *frames[-1:]])))


def named(frame: FrameSummary) -> str:
    path = Path(frame.filename)
    file = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name
    return f"{file}:{frame.lineno} {frame.name}"
