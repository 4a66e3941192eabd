"""The browsers that an account has been signed in from: each carries a signed list of its accounts.

A known browser has an allowance of guesses of its own, so nobody can lock the owner out; a sign-in
from an unknown one is told to the owner.
"""

import hashlib
import secrets
from datetime import timedelta

from flask import Response, after_this_request, current_app, request
from itsdangerous import BadData, URLSafeSerializer

LIFETIME = timedelta(days=400)  # the longest that browsers keep a cookie
MOST_ACCOUNTS = 10


class Browser:
    """A browser: its random id, and the ids of the accounts that were signed in to with it."""

    def __init__(self, name: str, accounts: list[int]) -> None:
        self.name = name
        self.accounts = accounts

    @classmethod
    def present(cls) -> "Browser":
        """The browser of this request; a new one if it shows no cookie of ours."""
        try:
            name, accounts = serializer().loads(request.cookies.get(cookie_name(), ""))
        except (BadData, ValueError):
            return cls(secrets.token_urlsafe(16), [])
        return cls(name, accounts)

    def knows(self, account: int | None) -> bool:
        return account in self.accounts

    def remember(self, account: int) -> None:
        """Note, with the response to this request, that the account was signed in to here."""
        self.accounts = [account, *(known for known in self.accounts if known != account)][:MOST_ACCOUNTS]
        after_this_request(self._set_cookie)

    def _set_cookie(self, response: Response) -> Response:
        response.set_cookie(
            cookie_name(),
            str(serializer().dumps([self.name, self.accounts])),
            max_age=LIFETIME,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return response


def cookie_name() -> str:
    prefix = "__Host-" if current_app.config["SESSION_COOKIE_SECURE"] else ""
    return f"{prefix}browser"


def serializer() -> URLSafeSerializer:
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt="flasky.browser", signer_kwargs={"digest_method": hashlib.sha256})
