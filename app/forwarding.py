"""Whether the proxy that the settings speak of is there: told once in a while, and found by `flask doctor`.

Without it, everybody shares the proxy's address and its limits; trusted where there is none, everybody
may choose an address.
"""

import logging
from datetime import timedelta

from flask import Flask, current_app, request
from sqlalchemy.exc import SQLAlchemyError

from app import clock
from app.models import Rate
from app.models.throttle import throttle_key

log = logging.getLogger(__name__)
HEADERS = {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED"}  # as WSGI names them
EVERY = timedelta(hours=1)
KEPT = timedelta(days=7)
UNTRUSTED = "Requests come with X-Forwarded-For, but FLASKY_PROXIES is 0: behind a proxy, everybody shares its address."
MISSING = "FLASKY_PROXIES is above 0, but requests come without X-Forwarded-For: past the proxy, or it does not set it."


def init_app(app: Flask) -> None:
    app.extensions["forwarding"] = {}
    app.before_request(compare)


def compare() -> None:
    """Note a request that does not come as the settings say; but for this machine's own questions."""
    forwarded = not HEADERS.isdisjoint(request.environ)
    if forwarded == (current_app.config["FLASKY_PROXIES"] > 0) or request.blueprint == "health":
        return
    note(UNTRUSTED if forwarded else MISSING)


def note(words: str) -> None:
    """In the log and, for the doctor, in the database; once an hour in each process."""
    said = current_app.extensions["forwarding"]
    if words in said and clock.now() < said[words] + EVERY:
        return
    said[words] = clock.now()
    log.warning(words)
    try:
        Rate.add(throttle_key("forwarding", words), 1, KEPT)
    except SQLAlchemyError:
        log.warning("This could not be noted for `flask doctor`, because the database does not serve.")


def noted() -> list[str]:
    """What was noted within the last days."""
    return [words for words in (UNTRUSTED, MISSING) if Rate.present(throttle_key("forwarding", words))[0]]
