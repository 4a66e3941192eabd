"""What is the same for all is rendered once a minute, language and theme: strangers' empty forms, the footer.

It is rendered in a request without cookies, query or headers, as nobody's in particular, so nothing
about anybody can be in it. Its nonce and its token are then put in anew for each reader.
"""

from collections.abc import Callable
from functools import lru_cache
from time import monotonic
from typing import NamedTuple

from babel import Locale
from flask import current_app, g, render_template, request, session
from flask_babel import force_locale, get_locale
from flask_login import current_user
from markupsafe import Markup

from app import kept_forms, themes
from app.csrf import csrf_token
from app.forms import Form
from app.headers import csp_nonce

GOOD_FOR = 60  # seconds
NOBODYS = {"REQUEST_METHOD": "GET", "SERVER_NAME": "localhost", "SERVER_PORT": "80", "wsgi.url_scheme": "http"}


class Looks(NamedTuple):
    """What pages that are the same for all still differ by."""

    language: Locale
    theme: str


class Page(NamedTuple):
    """A page as it was rendered, and what in it is each reader's own."""

    text: str
    nonce: str
    token: str

    def for_reader(self) -> str:
        return self.text.replace(self.nonce, csp_nonce()).replace(self.token, csrf_token())


def render_blank(template: str, form: Callable[[], Form]) -> str:
    """The page with an empty form of this kind; for whoever has more to see than a stranger, their own."""
    has_more = current_user.is_authenticated or "_flashes" in session or kept_forms.KEY in session
    if is_one_for_all() and not has_more:
        return remembered(template, form)
    return render_template(template, form=form())


def render_shared(template: str) -> Markup:
    """A part of a page that is the same for whoever asks for that page."""
    text = remembered(template) if is_one_for_all() else render_template(template)
    return Markup(text)  # noqa: S704 - a template's own


def is_one_for_all() -> bool:
    """Whether what shows no person depends on nothing but the address, and that is one that everybody has."""
    varies = request.query_string or request.view_args or request.url_rule is None
    reads = request.method in {"GET", "HEAD"}
    return reads and not (varies or current_app.config["MAILBOX"] or current_app.debug)


def remembered(template: str, form: Callable[[], Form] | None = None) -> str:
    place = (request.environ.get("SCRIPT_NAME", ""), request.path)
    looks = Looks(get_locale(), themes.present())
    return page_for(template, form, looks, place, int(monotonic() / GOOD_FOR)).for_reader()


@lru_cache(maxsize=256)
def page_for(
    template: str, form: Callable[[], Form] | None, looks: Looks, place: tuple[str, str], _minute: int
) -> Page:
    asked = NOBODYS | dict(zip(("SCRIPT_NAME", "PATH_INFO"), place, strict=True))
    app = current_app
    with app.app_context(), app.request_context(asked), force_locale(looks.language):
        g.theme = looks.theme
        return Page(render_template(template, form=form() if form else None), csp_nonce(), csrf_token())
