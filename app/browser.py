"""The browsers that an account has been signed in from: each carries a signed list of its accounts.

A known browser has an allowance of guesses of its own, so nobody can lock the owner out; a sign-in
from an unknown one is told to the owner.
"""

import hashlib
import secrets
from math import ceil

from flask import Response, after_this_request, current_app, g
from itsdangerous import BadData, URLSafeSerializer

from app import clock, cookies
from app.models import User

COOKIE = "browser"
MOST_ACCOUNTS = 10


class Browser:
    """A browser: its random id, and when which accounts were last signed in to with it."""

    def __init__(self, name: str, accounts: dict[int, int]) -> None:
        self.name = name
        self.accounts = accounts

    @classmethod
    def present(cls) -> "Browser":
        """The browser of this request, read once; a new one if it shows no cookie of ours."""
        if "browser" not in g:
            g.browser = cls._shown()
        browser: Browser = g.browser
        return browser

    @classmethod
    def _shown(cls) -> "Browser":
        try:
            name, accounts = serializer().loads(cookies.kept(COOKIE))
            return cls(name, dict(accounts))
        except (BadData, ValueError):
            return cls(secrets.token_urlsafe(16), {})

    def knows(self, user: User) -> bool:
        """Whether the account was signed in to here since the last reset, which makes all browsers strangers."""
        return self.accounts.get(user.id, 0) >= user.browsers_since.timestamp()

    def remember(self, user: User) -> None:
        """Note, with the response to this request, that the account was signed in to here."""
        others = {account: when for account, when in self.accounts.items() if account != user.id}
        newest = {user.id: ceil(clock.now().timestamp())} | others
        self.accounts = dict(list(newest.items())[:MOST_ACCOUNTS])
        after_this_request(self._set_cookie)

    def _set_cookie(self, response: Response) -> Response:
        cookies.keep(response, COOKIE, str(serializer().dumps([self.name, list(self.accounts.items())])))
        return response


def serializer() -> URLSafeSerializer:
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt="flasky.browser", signer_kwargs={"digest_method": hashlib.sha256})
