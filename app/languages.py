"""Whom a text is for: in which language, and in which time zone.

A page is for whoever asks for it: as the account says, else the browser's cookies, else what the browser
prefers. A mail is for the owner of the account. In code and database a language has Babel's name
("zh_Hans"), in settings, cookies and markup its tag ("zh-Hans", BCP 47).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import tzinfo
from functools import lru_cache
from typing import Any, NamedTuple, cast

import pytz
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.support import NullTranslations
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale, refresh
from flask_login import current_user
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header
from werkzeug.utils import cached_property

from app import cookies

COOKIE = "language"
LONGEST_HEADER = 200  # characters of Accept-Language; a browser's own has some 40
UTC = "UTC"
TIMEZONE_COOKIE = "timezone"  # by static/js/times.js


class Reader(NamedTuple):
    """Whom a text is for, as far as is known."""

    language: str | None
    timezone: str | None


class Conventions(NamedTuple):
    """How times are told: in which language and by which clock, and whether that is known to be the reader's."""

    language: Locale | None
    clock: tzinfo
    is_theirs: bool


class Catalogue(Domain):
    """Flask-Babel's texts, looked for once a request instead of once a text."""

    def get_translations(self) -> NullTranslations:
        # Whoever changes the language, in Flask-Babel, empties `babel_translations`.
        found = getattr(g.get("_flask_babel"), "babel_translations", None)
        if found is None:
            found = super().get_translations()
            g._flask_babel.babel_translations = found  # noqa: SLF001
        return cast("NullTranslations", found)


class Languages(Babel):
    """The extension."""

    @cached_property
    def domain_instance(self) -> Catalogue:
        return Catalogue(domain=self.domain)


babel = Languages()


def init_app(app: Flask) -> None:
    locales = [Locale.parse(tag, sep="-") for tag in app.config["FLASKY_LANGUAGES"]]
    app.extensions["languages"] = {str(locale): locale for locale in locales}
    app.jinja_env.globals["site_languages"] = names
    app.jinja_env.filters["tag"] = tag
    babel.init_app(
        app,
        default_locale=str(locales[0]),
        default_timezone=app.config["FLASKY_TIMEZONE"],
        locale_selector=choose_locale,
        timezone_selector=choose_timezone,
    )


def offered() -> dict[str, Locale]:
    """The languages of the site by their names; the first is the default."""
    languages: dict[str, Locale] = current_app.extensions["languages"]
    return languages


def names() -> dict[str, str]:
    """The languages by their tags, each as its own readers call it."""
    return {tag(locale): own_name(locale) for locale in offered().values()}


@lru_cache
def own_name(locale: Locale) -> str:
    return str(locale.display_name).capitalize()


def the_site() -> Reader:
    """For what no person in particular reads: the defaults of the settings."""
    return Reader(next(iter(offered())), current_app.config["FLASKY_TIMEZONE"])


def tag(language: Locale | str) -> str:
    """The name that browsers know: "zh-Hans" for "zh_Hans"."""
    return str(language).replace("_", "-")


def name(tag: str) -> str:
    """The name inside: "zh_Hans" for "zh-Hans"."""
    return tag.replace("-", "_")


@contextmanager
def writing_to(reader: Any) -> Iterator[None]:
    """What is written meanwhile is for this reader, an account say; what it does not say is as before."""
    before = g.get("reader")
    g.reader = Reader(reader.language, reader.timezone)
    look_again()
    try:
        yield
    finally:
        g.reader = before
        look_again()


def look_again() -> None:
    """Another reader, or another choice: what is said from now on is for whom it is by now."""
    refresh()
    g.pop("conventions", None)


def conventions() -> Conventions:
    """The present reader's, found out once a request."""
    found: Conventions | None = g.get("conventions")
    if found is None:
        zone = choose_timezone()
        clock = pytz.timezone(zone or current_app.config["FLASKY_TIMEZONE"])
        found = g.conventions = Conventions(get_locale(), clock, zone is not None)
    return found


def choose_locale() -> Locale | None:
    """The first language of ours that speaks to the reader; None for the default."""
    locales = offered()
    return next((locales[one] for one in wanted_languages() if one in locales), None)


def wanted_languages() -> Iterator[str | None]:
    if g.get("reader"):
        yield g.reader.language
    if has_request_context():
        yield current_user.language
        yield name(cookies.kept(COOKIE))
        yield negotiated(request.headers.get("Accept-Language", "")[:LONGEST_HEADER], tuple(offered()))


def choose_timezone() -> str | None:
    """The reader's time zone; None for the default, if nothing is known."""
    return next((zone for zone in wanted_timezones() if zone in pytz.all_timezones_set), None)


def wanted_timezones() -> Iterator[str | None]:
    if g.get("reader"):
        yield g.reader.timezone
    if has_request_context():
        yield current_user.timezone
        yield request.cookies.get(TIMEZONE_COOKIE)


@lru_cache(maxsize=512)
def negotiated(header: str, languages: tuple[str, ...]) -> str | None:
    """The language that an Accept-Language header likes best: by language and script, so that zh-CN finds zh_Hans."""
    by_script = {written(language): language for language in reversed(languages)}
    accepted = [written(name(tag)) for tag, quality in parse_accept_header(header, LanguageAccept) if quality]
    return next((by_script[one] for one in accepted if one in by_script), None)


def written(language: str) -> tuple[str, str | None] | None:
    """The language and its likely script: ("zh", "Hant") for "zh_TW"; None if we know no such language."""
    try:
        locale = Locale.parse(language)
    except (ValueError, UnknownLocaleError):
        return None
    likely = get_global("likely_subtags").get(locale.language)
    return locale.language, locale.script or (Locale.parse(likely).script if likely else None)


def remember(response: Response, tag: str) -> None:
    """Let this browser keep the choice."""
    cookies.keep(response, COOKIE, tag)


def present() -> str | None:
    """The language of whoever asks for the page; None where nobody does, as at a prompt."""
    return str(get_locale()) if has_request_context() else None
