"""Light, dark, or as the system: a browser's own choice.

It stands in the page before that is sent, so no page is painted in the wrong colours first, with a script or without.
"""

from flask import Flask, Response, g, has_request_context

from app import cookies

COOKIE = "theme"
AS_THE_SYSTEM = "system"
FIXED = ("light", "dark")
CHOICES = (*FIXED, AS_THE_SYSTEM)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["theme"] = present


def present() -> str:
    """The theme of whoever asks for the page."""
    if "theme" not in g:
        g.theme = chosen() if has_request_context() else AS_THE_SYSTEM
    return str(g.theme)


def chosen() -> str:
    kept = cookies.kept(COOKIE)
    return kept if kept in FIXED else AS_THE_SYSTEM


def remember(response: Response, theme: str) -> None:
    """Let this browser keep the choice; what the system says needs no cookie."""
    if theme in FIXED:
        cookies.keep(response, COOKIE, theme)
    else:
        cookies.forget(response, COOKIE)
