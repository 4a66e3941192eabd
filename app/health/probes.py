"""`/healthz`: the process answers. `/readyz`: so do the parts it needs."""

from flask import Response, current_app, jsonify
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
        return {"database": True, **parts_in_database()}
    except SQLAlchemyError:
        db.session.rollback()
        return {"database": False}


def parts_in_database() -> dict[str, bool]:
    if schema_state() not in {SchemaState.AT_HEAD, SchemaState.AHEAD}:
        return {"schema": False}
    return {"schema": True, "delivery": heartbeat.is_beating() or not current_app.config["MAIL_SERVER"]}
