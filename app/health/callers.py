"""Who may see more than a yes or no: this machine itself, or whoever has the token."""

import hmac
from ipaddress import ip_address

from flask import current_app, request

# A request that comes through a proxy is not the machine's own, however near the proxy is.
PASSED_ON = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")


def is_trusted() -> bool:
    return bears_token() or is_local()


def bears_token() -> bool:
    token = current_app.config["FLASKY_HEALTH_TOKEN"]
    given = request.headers.get("Authorization", "").encode()
    return bool(token) and hmac.compare_digest(given, f"Bearer {token}".encode())


def is_local() -> bool:
    """Whether the connection itself comes from here; a Unix socket has no address."""
    if any(name in request.headers for name in PASSED_ON):
        return False
    # What it was before ProxyFix put the client's address there.
    peer = request.environ.get("werkzeug.proxy_fix.orig", request.environ).get("REMOTE_ADDR", "")
    return not peer or ip_address(peer.removeprefix("::ffff:")).is_loopback
