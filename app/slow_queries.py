"""Queries that take long are logged: the statement, never its values."""

import logging
from time import perf_counter
from typing import Any

from flask import current_app, has_app_context
from sqlalchemy import Connection, Engine, event

log = logging.getLogger(__name__)
LONGEST_SHOWN = 1000  # characters


@event.listens_for(Engine, "before_cursor_execute", insert=True)
def begin(connection: Connection, *_details: Any) -> None:
    connection.info["begun"] = perf_counter()


@event.listens_for(Engine, "after_cursor_execute")
def end(connection: Connection, _cursor: Any, statement: str, *_details: Any) -> None:
    milliseconds = (perf_counter() - connection.info["begun"]) * 1000
    limit = current_app.config["SLOW_QUERY_MS"] if has_app_context() else 0
    if limit and milliseconds >= limit:
        shown = " ".join(statement.split())[:LONGEST_SHOWN]
        log.warning("A query took %d ms: %s", milliseconds, shown, extra={"ms": round(milliseconds, 1)})
