"""Pages that are the same for every stranger, as long as their form is empty, are rendered once a minute.

They are rendered in a request without cookies, query or headers, as nobody's in particular, so nothing
about anybody can be in them. Nonce and token are then put in anew for each reader.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from time import monotonic
from typing import NamedTuple

from babel import Locale
from flask import Flask, current_app, g, render_template, request, session
from flask_babel import force_locale, get_locale
from flask_login import current_user

from app import kept_forms, themes
from app.csrf import csrf_token
from app.forms import Form
from app.headers import csp_nonce

GOOD_FOR = 60  # seconds
NOBODYS = {"REQUEST_METHOD": "GET", "SERVER_NAME": "localhost", "SERVER_PORT": "80", "wsgi.url_scheme": "http"}


class Looks(NamedTuple):
    """What differs even in what is rendered as nobody's: whose site, language, theme, where it is mounted."""

    site: Flask
    language: Locale
    theme: str
    mount: str

    @classmethod
    def present(cls) -> "Looks":
        site = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001
        return cls(site, get_locale(), themes.present(), request.environ.get("SCRIPT_NAME", ""))


class Page(NamedTuple):
    """A page as it was rendered, and what in it is each reader's own."""

    text: str
    nonce: str
    token: str

    @classmethod
    def of(cls, text: str) -> "Page":
        return cls(text, csp_nonce(), csrf_token())

    def for_reader(self) -> str:
        text = self.text.replace(self.nonce, csp_nonce())
        return text.replace(self.token, csrf_token()) if self.token in text else text


def render_blank(template: str, form: Callable[[], Form]) -> str:
    """The page with an empty form of this kind; for whoever has more to see than a stranger, their own."""
    has_more = current_user.is_authenticated or "_flashes" in session or kept_forms.KEY in session
    if has_more or request.query_string or is_changing():
        return render_template(template, form=form())
    return page_for(template, form, Looks.present(), request.path, minute()).for_reader()


@lru_cache(maxsize=256)
def page_for(template: str, form: Callable[[], Form], looks: Looks, path: str, _minute: int) -> Page:
    with as_nobody(looks, path):
        return Page.of(render_template(template, form=form()))


@contextmanager
def as_nobody(looks: Looks, path: str = "/") -> Iterator[None]:
    """What is rendered meanwhile is nobody's in particular."""
    site, asked = looks.site, NOBODYS | {"SCRIPT_NAME": looks.mount, "PATH_INFO": path}
    with site.app_context(), site.request_context(asked), force_locale(looks.language):
        g.theme = looks.theme
        yield


def is_changing() -> bool:
    """Whether to render anew each time: in development, where templates and the count of mails change."""
    return bool(current_app.debug or current_app.config["MAILBOX"])


def minute() -> int:
    return int(monotonic() / GOOD_FOR)
