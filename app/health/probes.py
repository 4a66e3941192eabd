"""`/healthz`: the process answers. `/readyz`: so do the parts it needs."""

from flask import Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app.email import heartbeat
from app.extensions import db
from app.health import health
from app.health.callers import is_trusted
from app.schema import SchemaState, schema_state

RETRY_AFTER = 5  # seconds


@health.get("/healthz")
def live() -> ResponseReturnValue:
    return Response("ok\n", mimetype="text/plain")


@health.get("/readyz")
def ready() -> ResponseReturnValue:
    parts = checked()
    is_ready = all(parts.values())
    response = jsonify(ready=is_ready, **(parts if is_trusted() else {}))
    if not is_ready:
        response.status_code, response.headers["Retry-After"] = 503, str(RETRY_AFTER)
    return response


def checked() -> dict[str, bool]:
    """Each part that pages or mails need, and whether it serves."""
    try:
        return {
            "database": True,
            "schema": schema_state() in {SchemaState.AT_HEAD, SchemaState.AHEAD},
            "delivery": heartbeat.is_beating(),
        }
    except SQLAlchemyError:
        db.session.rollback()
        return {"database": False}
