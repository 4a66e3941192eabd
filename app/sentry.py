"""Reports of errors to Sentry, for sites that use it: what broke and where, never who or with what."""

from typing import Any

from flask import Flask, has_request_context

from app import logs

MISSING = "SENTRY_DSN is set, but sentry-sdk is not installed: run  bin/setup packages servers  and start again."


def init_app(app: Flask) -> None:
    """Start it if SENTRY_DSN is set; without its package, say so and go on."""
    if not app.config["SENTRY_DSN"]:
        return
    try:
        import sentry_sdk  # noqa: PLC0415 - only who uses it has it
    except ModuleNotFoundError:
        app.logger.warning(MISSING)
        return
    sentry_sdk.init(
        app.config["SENTRY_DSN"],
        before_send=anonymous,
        include_local_variables=False,
        max_breadcrumbs=0,
        max_request_body_size="never",
        send_default_pii=False,
    )


def anonymous(event: Any, _hint: Any) -> Any:
    """Without the request, whose path and headers may open an account; with its id, which finds the log."""
    event.pop("request", None)
    event.pop("user", None)
    if has_request_context():
        event["tags"] = {**event.get("tags", {}), "request_id": logs.request_id()}
    return event
