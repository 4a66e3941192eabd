"""What every response carries besides its page: the headers that keep browsers on our side."""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, abort, current_app, g, request
from flask.sessions import SecureCookieSessionInterface, SessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer
from werkzeug.middleware.proxy_fix import ProxyFix

from config import SettingsError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:{pictures}; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# Referrer-Policy: `no-referrer` would break Flask-WTF's check of the Referer over HTTPS.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# A page is for who asked, and kept by nobody.
OWN_READERS = {"Cache-Control": "no-store", "Vary": "Cookie, Accept-Language"}
GRAVATAR = "https://www.gravatar.com"
STRICT_TRANSPORT = "max-age=63072000; includeSubDomains"
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]*?)\.?(?::\d*)?")
MISSING_LIBRARIES = "SESSION_TYPE=redis needs more libraries: run  bin/setup packages servers  and start again."
STATIC_ENDPOINTS = {"static", "bootstrap.static"}


class StrongCookieSessions(SecureCookieSessionInterface):
    """Flask's signed session cookie, with HMAC-SHA-256 where Flask still signs with SHA-1."""

    digest_method = staticmethod(hashlib.sha256)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return signer(app, app.secret_key, *app.config["SECRET_KEY_FALLBACKS"])

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Only if it has changed; that the page depends on it, `protect` says of every page."""
        if session.modified:
            super().save_session(app, session, response)


@lru_cache(maxsize=8)
def signer(app: Flask, *_keys: str | bytes | None) -> URLSafeTimedSerializer | None:
    """Flask's own for these keys, made once."""
    return SecureCookieSessionInterface.get_signing_serializer(StrongCookieSessions(), app)


class InEveryAnswer:
    """Adds `HEADERS` as an answer leaves: on its way through Flask each of them would be checked and copied again."""

    def __init__(self, wsgi_app: "WSGIApplication") -> None:
        self._wsgi_app = wsgi_app

    def __call__(self, request: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable[[bytes], object]:
            given = {name.lower() for name, _value in headers}
            missing = [(name, value) for name, value in HEADERS.items() if name.lower() not in given]
            return start_response(status, headers + missing, *error)

        return self._wsgi_app(request, start)


def init_app(app: Flask) -> None:
    app.config["WTF_CSRF_SECRET_KEY"] = [*app.config["SECRET_KEY_FALLBACKS"], app.config["SECRET_KEY"]]
    app.session_interface = session_interface(app)
    app.wsgi_app = InEveryAnswer(app.wsgi_app)  # type: ignore[assignment, method-assign]
    if proxies := app.config["FLASKY_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    app.before_request(refuse_other_hosts)
    app.after_request(protect)


def session_interface(app: Flask) -> SessionInterface:
    """Where the values of `session` are kept; `SettingsError` without the libraries for it."""
    if app.config["SESSION_TYPE"] == "cookie":
        return StrongCookieSessions()
    try:
        from app.stored_sessions import RedisSessions  # noqa: PLC0415 - only who uses Redis has its libraries
    except ModuleNotFoundError as error:
        raise SettingsError(MISSING_LIBRARIES) from error
    return RedisSessions(app, app.config["REDIS_URL"], StrongCookieSessions())


def refuse_other_hosts() -> None:
    """Answer for our own names only, where the settings name them."""
    hosts = current_app.config["HOSTS"]
    if hosts and host_name(request.environ.get("HTTP_HOST", "")) not in hosts:
        abort(400)


def host_name(host: str) -> str:
    """A Host header's name, in the one spelling we keep: "Example.COM.:443" is "example.com"."""
    found = HOST.fullmatch(host.lower())
    return found[1] if found else ""


def csp_nonce() -> str:
    """The one value, new with each response, that lets our own scripts run."""
    nonce: str | None = g.get("csp_nonce")
    if nonce is None:
        nonce = g.csp_nonce = secrets.token_urlsafe(16)
    return nonce


def policy() -> str:
    pictures = f" {GRAVATAR}" if current_app.config["FLASKY_GRAVATAR"] else ""
    return POLICY.replace("{nonce}", csp_nonce()).replace("{pictures}", pictures)


def protect(response: Response) -> Response:
    headers = {"Content-Security-Policy": policy()}
    if request.is_secure:
        headers["Strict-Transport-Security"] = STRICT_TRANSPORT
    if request.endpoint not in STATIC_ENDPOINTS:
        response.headers.pop("Cache-Control", None)
        headers |= OWN_READERS
    given = {name.lower() for name, _value in response.headers}
    response.headers.extend([(name, value) for name, value in headers.items() if name.lower() not in given])
    return response
