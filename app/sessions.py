"""Who is signed in: Flask-Login, told that a cookie names a session and not a user."""

from flask import Flask
from flask import session as cookie
from flask_babel import lazy_gettext as _
from flask_login import current_user, login_user, logout_user

from app.browser import Browser
from app.extensions import db, login_manager
from app.models import AnonymousUser, User


def init_app(app: Flask) -> None:
    login_manager.login_view = "auth.login"
    login_manager.login_message = _("Please sign in to go on.")
    login_manager.login_message_category = "info"
    login_manager.anonymous_user = AnonymousUser
    login_manager.user_loader(User.of_session)
    app.before_request(note_presence)


def begin(user: User, *, remember: bool) -> None:
    """Sign the user in with this browser. What the cookie held before does not come along."""
    browser = Browser.present()
    if user.confirmed and user.last_sign_in_at and not browser.knows(user.id):
        user.tell_of_new_browser()
    browser.remember(user.id)
    cookie.clear()
    user.sign_in(remember=remember)
    login_user(user, remember=remember)


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
    """Write down that the person was here, once a minute at the most."""
    session = getattr(current_user, "current_session", None)
    if session is not None and session.is_due_for_a_ping():
        current_user.ping()
        db.session.commit()
