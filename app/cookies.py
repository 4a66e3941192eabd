"""Cookies that a browser keeps for as long as it may; none of them can be read by a script."""

from datetime import timedelta

from flask import Response, current_app, request

LIFETIME = timedelta(days=400)  # the longest that browsers keep a cookie


def kept(name: str) -> str:
    """What the browser of this request has kept under the name; nothing if it has not."""
    return request.cookies.get(full_name(name), "")


def keep(response: Response, name: str, value: str) -> None:
    response.set_cookie(
        full_name(name),
        value,
        max_age=LIFETIME,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def forget(response: Response, name: str) -> None:
    response.delete_cookie(
        full_name(name), secure=current_app.config["SESSION_COOKIE_SECURE"], httponly=True, samesite="Lax"
    )


def full_name(name: str) -> str:
    """Over TLS browsers take a cookie with this prefix from the host itself alone."""
    prefix = "__Host-" if current_app.config["SESSION_COOKIE_SECURE"] else ""
    return f"{prefix}{name}"
