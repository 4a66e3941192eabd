"""Every error of the application, as a page that says what to do next, or as JSON for programs."""

from typing import NamedTuple

from flask import Response, current_app, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, ServiceUnavailable

from app import kept_forms
from app.extensions import db
from app.guessing import TooManyGuesses
from app.main import main
from app.models import AnonymousUser

DATABASE_FAULTS = (OperationalError, InterfaceError, InternalError, PoolTimeoutError)
RETRY_AFTER = 5  # seconds
FIRST_ERROR, FIRST_FAULT_OF_OURS = 400, 500


class Words(NamedTuple):
    """What an error page says: its title, what happened, what to do next, and on which page."""

    title: LazyString | str
    message: LazyString | str
    advice: LazyString | str
    page: str | None = None


WORDS = {
    400: Words(
        _("Bad request"),
        _("We could not make sense of what your browser sent."),
        _("Please go back, reload the page and try again."),
    ),
    401: Words(_("Please sign in"), _("This page is for people who are signed in."), _("Sign in and try again.")),
    403: Words(
        _("Not allowed"),
        _("This page is not open to your account."),
        _("If you think it should be, please write to the people who run this site."),
    ),
    404: Words(
        _("Page not found"),
        _("There is nothing at this address."),
        _("Check the address for a typing error, or start from the home page."),
    ),
    405: Words(
        _("Not that way"),
        _("This address exists, but it cannot be used like this."),
        _("Start from the home page and find the way from there."),
    ),
    413: Words(
        _("Too much at once"),
        _("What your browser sent is larger than we accept, so nothing was stored."),
        _("Go back, shorten what you typed and send it again."),
    ),
    429: Words(
        _("Too many attempts"),
        _("You, or others who share your internet connection, have tried this very often."),
        _("Please wait a few minutes, then try again. Nothing is lost."),
    ),
    500: Words(
        _("Something went wrong"),
        _("This is our fault, and it has been written down for the people who run this site."),
        _("Please try again in a few minutes."),
    ),
    503: Words(
        _("Back in a moment"),
        _("A part of this site does not answer right now, so nothing was stored."),
        _("Please try again in a few seconds."),
    ),
}
TOO_MANY_GUESSES = _("Wait, or use a browser that you have signed in with before, or choose a new password by mail.")
EXPIRED_FORM = Words(
    _("This form has expired"),
    _("The page was open for long, or you signed in or out elsewhere meanwhile. Nothing was stored."),
    _("Please go back, reload the page and send it again."),
)
KEPT_FORM = Words(
    EXPIRED_FORM.title,
    _("The page was open for long, or you signed in or out elsewhere. Nothing was stored, but what you typed is kept."),
    _("Go back to the form, type passwords anew, and send it again."),
)


@main.app_errorhandler(HTTPException)
def refuse(error: HTTPException) -> ResponseReturnValue:
    code = error.code or FIRST_FAULT_OF_OURS
    if code < FIRST_ERROR:
        return error
    words = words_for(error)
    response = make_response(answer(code, words), code)
    for name, value in error.get_headers():
        response.headers.setdefault(name, value)
    return response


def do_without_database(error: Exception) -> ResponseReturnValue:
    """The database is away, hangs, is full or read-only: soon it may not be."""
    current_app.logger.error("The database does not serve: %s", error)
    return refuse(ServiceUnavailable(retry_after=RETRY_AFTER))


for fault in DATABASE_FAULTS:
    main.app_errorhandler(fault)(do_without_database)


def words_for(error: HTTPException) -> Words:
    """The words for an error, by its kind, else by its code, else by whose fault it is."""
    if isinstance(error, CSRFError):
        page = kept_forms.keep()
        return KEPT_FORM._replace(page=page) if page else EXPIRED_FORM
    code = error.code or FIRST_FAULT_OF_OURS
    if isinstance(error, TooManyGuesses):
        return WORDS[code]._replace(message=error.words(), advice=TOO_MANY_GUESSES)
    return WORDS.get(code) or WORDS[FIRST_FAULT_OF_OURS if code >= FIRST_FAULT_OF_OURS else FIRST_ERROR]


def answer(code: int, words: Words) -> Response | str:
    """The page, or JSON for a client that prefers it."""
    faulty = code >= FIRST_FAULT_OF_OURS
    if faulty:
        do_without_user()
    try:
        return written(code, words, alone=faulty)
    except DATABASE_FAULTS:  # the frame and the language ask it who is signed in
        do_without_user()
        return written(code, words, alone=True)


def written(code: int, words: Words, *, alone: bool) -> Response | str:
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(error=str(words.title), message=str(words.message), advice=str(words.advice), status=code)
    return render_template("errors/error.html", code=code, nonavigation=alone, **words._asdict())


def do_without_user() -> None:
    """Ask the database nothing more: it may be what broke."""
    db.session.rollback()
    g._login_user = AnonymousUser()  # noqa: SLF001 - where Flask-Login keeps the current user
