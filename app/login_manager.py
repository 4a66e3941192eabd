"""Flask-Login's manager, whose remember cookies outlive a rotation of the key."""

from flask import current_app, session
from flask_login import LoginManager, decode_cookie, encode_cookie


class RotatingLoginManager(LoginManager):
    """Takes cookies signed by a key of SECRET_KEY_FALLBACKS, and takes garbage for nothing."""

    def _session_protection_failed(self) -> bool:
        """A stranger has nothing to protect, and would get a new session cookie for each page."""
        return "_user_id" in session and super()._session_protection_failed()

    def _load_user_from_remember_cookie(self, cookie: str) -> object | None:
        if not cookie.isascii():
            return None
        for key in current_app.config["SECRET_KEY_FALLBACKS"]:
            if payload := decode_cookie(cookie, key=key):
                cookie = encode_cookie(payload)
        user: object | None = super()._load_user_from_remember_cookie(cookie)
        return user
