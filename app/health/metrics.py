"""`/metrics`: what Prometheus reads. Strangers find nothing there."""

from flask import Response, abort, current_app
from flask.typing import ResponseReturnValue

from app.health import health
from app.health.callers import is_trusted
from app.metrics import exposition

FORMAT = "text/plain; version=0.0.4; charset=utf-8"


@health.get("/metrics")
def metrics() -> ResponseReturnValue:
    if not is_trusted():
        abort(404)
    return Response(exposition(current_app.config["PROMETHEUS_MULTIPROC_DIR"]), content_type=FORMAT)
