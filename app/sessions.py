"""Who is signed in: Flask-Login, told that a cookie names a session and not a user."""

from flask import Flask, flash, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from app import kept_forms, languages
from app.browser import Browser
from app.extensions import db, login_manager
from app.headers import STATIC_ENDPOINTS
from app.models import AnonymousUser, User
from app.redirects import this_page

# The newest events that a page shows come with the session, in the same query.
SHOWN_EVENTS = {"main.index": 5}


def init_app(app: Flask) -> None:
    login_manager.anonymous_user = AnonymousUser
    login_manager.user_loader(whose)
    login_manager.unauthorized_handler(ask_to_sign_in)
    app.before_request(note_presence)


def whose(token: str) -> User | None:
    return User.of_session(token, SHOWN_EVENTS.get(request.endpoint or "", 0))


def ask_to_sign_in() -> ResponseReturnValue:
    """To the sign-in page, and from there back; not to an address that can only be posted to."""
    kept = request.method == "POST" and kept_forms.owner_of_form() and kept_forms.keep()
    flash(_("Please sign in to go on. What you typed is kept.") if kept else _("Please sign in to go on."), "info")
    return redirect(url_for("auth.login", next=this_page()))


def begin(user: User, *, remember: bool) -> None:
    """Sign the user in with this browser. What was there before, cookie or session, does not stay."""
    if user.confirmed:
        meet(Browser.present(), user)
    kept = kept_forms.of(user)
    if current_user.is_authenticated:
        end()
    cookie.clear()
    cookie.update(kept)
    user.sign_in(remember=remember)
    login_user(user, remember=remember)
    languages.look_again()
    if not remember:
        cookie["_remember"] = "clear"


def meet(browser: Browser, user: User) -> None:
    """Tell the owner of a browser that was never seen on the account; from now on it is known."""
    if user.last_sign_in_at and not browser.knows(user):
        user.tell_of_new_browser()
    browser.remember(user)


def renew(user: User) -> None:
    """The password was typed again: the session goes on under a new id."""
    user.repeat_password()
    login_user(user, remember=bool(user.current_session and user.current_session.remembered))


def end() -> None:
    """Sign out here: the row goes, and with it every copy of the cookies."""
    current_user.sign_out()
    cookie.clear()
    logout_user()


def note_presence() -> None:
    """Write down that the person was here, once a minute at the most, and let their forms say whose they are."""
    if request.endpoint in STATIC_ENDPOINTS or request.blueprint == "health":
        return
    kept_forms.name_the_owner()
    session = getattr(current_user, "current_session", None)
    if session is not None and session.is_due_for_a_ping():
        current_user.ping()
        db.session.commit()
