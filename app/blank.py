"""Pages for strangers that bring an empty form: the same for all, so rendered once a minute, language and theme.

Such a page is rendered in a request without cookies, query or headers, as nobody's in particular, so nothing
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
from flask_wtf.csrf import generate_csrf

from app import themes
from app.forms import Form
from app.headers import csp_nonce

GOOD_FOR = 60  # seconds
NOBODYS = {"REQUEST_METHOD": "GET", "SERVER_NAME": "localhost", "SERVER_PORT": "80", "wsgi.url_scheme": "http"}


class Looks(NamedTuple):
    """What strangers' pages differ by."""

    language: Locale
    theme: str


class Page(NamedTuple):
    """A page as it was rendered, and what in it is each reader's own."""

    text: str
    nonce: str
    token: str

    def for_reader(self) -> str:
        return self.text.replace(self.nonce, csp_nonce()).replace(self.token, generate_csrf())


def render_blank(template: str, form: Callable[[], Form]) -> str:
    """The page with an empty form of this kind; for whoever has more to see than a stranger, their own."""
    if is_plain():
        place = (request.environ.get("SCRIPT_NAME", ""), request.path)
        looks = Looks(get_locale(), themes.present())
        return page_for(template, form, looks, place, int(monotonic() / GOOD_FOR)).for_reader()
    return render_template(template, form=form())


def is_plain() -> bool:
    """Whether nothing but nonce and token would tell this reader's page from any other stranger's."""
    told_more = current_user.is_authenticated or "_flashes" in session or request.query_string
    return not (told_more or current_app.config["MAILBOX"] or current_app.debug)


@lru_cache(maxsize=64)
def page_for(template: str, form: Callable[[], Form], looks: Looks, place: tuple[str, str], _minute: int) -> Page:
    asked = NOBODYS | dict(zip(("SCRIPT_NAME", "PATH_INFO"), place, strict=True))
    app = current_app
    with app.app_context(), app.request_context(asked), force_locale(looks.language):
        g.theme = looks.theme
        return Page(render_template(template, form=form()), csp_nonce(), generate_csrf())
