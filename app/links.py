"""Links in mails: each has a purpose, a lifetime, and a fingerprint of the facts it relies on.

A link says whose it is, and goes dead when it expires or when one of its facts has changed, so it
works once and dies with any newer request. It proves an address and never signs anyone in.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from app import clock


class Link:
    """One kind of link; its purpose is the salt, so that no kind passes for another."""

    def __init__(self, purpose: str, lifetime: timedelta) -> None:
        self.purpose = purpose
        self.lifetime = lifetime

    def sign(self, owner: int, facts: object, lifetime: timedelta | None = None) -> str:
        """A token for the owner's id that holds while the facts hold, for at most the lifetime."""
        expires = clock.now() + (lifetime or self.lifetime)
        return str(self._serializer.dumps([owner, int(expires.timestamp()), fingerprint(facts)]))

    def read(self, token: str) -> "Claim | None":
        """What the token says, or None if we never said it."""
        try:
            owner, expires, facts = self._serializer.loads(token)
        except (BadData, ValueError):
            return None
        return Claim(owner, datetime.fromtimestamp(expires, clock.now().tzinfo), facts)

    @property
    def _serializer(self) -> URLSafeSerializer:
        keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
        salt = f"flasky.link.{self.purpose}"
        return URLSafeSerializer(keys, salt=salt, signer_kwargs={"digest_method": hashlib.sha256})


class Claim:
    """What a token of ours says: whose it is, until when, and what had to be true."""

    def __init__(self, owner: int, expires: datetime, facts: str) -> None:
        self.owner = owner
        self.expires = expires
        self._facts = facts

    def verdict(self, facts: object) -> str | None:
        """`"used"` if the facts are not those it was made for, `"expired"` if it is too old, else None."""
        if self._facts != fingerprint(facts):
            return "used"
        return "expired" if clock.now() >= self.expires else None


def fingerprint(facts: object) -> str:
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]


def external_url(endpoint: str, **values: Any) -> str:
    """An absolute URL out of the settings, never out of the request's Host header."""
    adapter = current_app.create_url_adapter(None)
    if adapter is None:
        raise RuntimeError("SERVER_NAME is not set, so there is no host for the links in mails.")
    return adapter.build(endpoint, values, force_external=True)
