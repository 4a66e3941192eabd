"""What is written down while the application runs: one line each, as JSON in production, as text elsewhere.

A line about a request names its endpoint and rule, never its path or query, because paths carry the tokens
of mailed links. Bodies, cookies and headers are not logged at all.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from random import getrandbits
from time import perf_counter
from typing import Any

from flask import Flask, Response, current_app, g, has_request_context, request
from sqlalchemy import inspect

from app import client

log = logging.getLogger(__name__)
BEGUN, ID = "flasky.begun", "flasky.request_id"
REQUEST_ID = re.compile(r"[\w-]{8,64}", re.ASCII)
# Whatever a terminal or a reader of lines might take for more than a character.
CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160), 0x2028, 0x2029)}
OUTSIDE = dict.fromkeys(("request_id", "user_id", "ip", "endpoint", "rule", "method"))


class ErrorStream(logging.Handler):
    """Writes to what the server of the present request calls its error stream, else to this process's own."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            stream: Any = request.environ.get("wsgi.errors", sys.stderr) if has_request_context() else sys.stderr
            stream.write(f"{self.format(record)}\n")
            stream.flush()
        except Exception:  # noqa: BLE001 - as the library's own handlers: what fails to be written is told
            self.handleError(record)


HANDLER = ErrorStream()


class JSONLine(logging.Formatter):
    """An object with the same keys for every record; what has no value is null."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:-6] + "Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **about_request(),
            "status": getattr(record, "status", None),
            "ms": getattr(record, "ms", None),
            "exception": self.formatException(record.exc_info) if record.exc_info else None,
        }
        return json.dumps(line)


class TextLine(logging.Formatter):
    """For people; only a traceback has more than one line."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        return super().formatMessage(record).translate(CONTROLS)


FORMATS = {"json": JSONLine(), "text": TextLine("%(asctime)s %(levelname)s %(name)s: %(message)s")}


def init_app(app: Flask) -> None:
    """Send every record of this process to the error stream. What is not ours speaks up from warnings on."""
    HANDLER.setFormatter(FORMATS[app.config["LOG_FORMAT"]])
    root = logging.getLogger()
    if HANDLER not in root.handlers:
        root.addHandler(HANDLER)
    logging.getLogger("app").setLevel(app.config["LOG_LEVEL"].upper())
    app.before_request(begin)
    app.after_request(end)


def begin() -> None:
    request.environ[BEGUN] = perf_counter()


def end(response: Response) -> Response:
    """Tell the request's id to whoever asked, and write down how it went."""
    response.headers["X-Request-Id"] = request_id()
    if current_app.config["LOG_REQUESTS"]:
        message = f"{request.method} {request.url_rule or 'no page'} {response.status_code}"
        log.info(message, extra={"status": response.status_code, "ms": round(seconds() * 1000, 1)})
    return response


def seconds() -> float:
    """How long the present request has taken so far."""
    now = perf_counter()
    return now - float(request.environ.get(BEGUN, now))


def request_id() -> str:
    """The present request's: the proxy's where we trust one, else one of our own."""
    known = request.environ
    if ID not in known:
        given = known.get("HTTP_X_REQUEST_ID", "") if current_app.config["FLASKY_PROXIES"] else ""
        own = f"{getrandbits(128):032x}"  # no secret, so the system need not be asked
        known[ID] = given if REQUEST_ID.fullmatch(given) else own
    return str(known[ID])


def user_id() -> int | None:
    """Who is signed in, if somebody has asked before; this must not cost a query."""
    state: Any = inspect(g.get("_login_user"), raiseerr=False)
    return state.identity[0] if state is not None and state.identity else None


def about_request() -> dict[str, Any]:
    if not has_request_context():
        return OUTSIDE
    rule = request.url_rule
    facts = (request_id(), user_id(), client.ip(), request.endpoint, rule.rule if rule else None, request.method)
    return dict(zip(OUTSIDE, facts, strict=True))
