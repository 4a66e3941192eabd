"""Links in mails: each has a purpose, a lifetime, and a fingerprint of the facts it relies on.

A link says whose it is, and goes dead when it expires or when one of its facts has changed, so it
works once and dies with any newer request. It proves an address and never signs anyone in.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from app import clock
from app.extensions import db

Row = TypeVar("Row")


class Link:
    """One kind of link. Its purpose is the salt, so that no kind passes for another.

    `facts` gives what has to be as it was when the link was made; a row of its owner's table goes in.
    """

    def __init__(self, purpose: str, lifetime: timedelta, facts: Callable[[Any], object]) -> None:
        self.purpose = purpose
        self.lifetime = lifetime
        self._facts = facts

    def sign(self, owner: Any, seconds: int | None = None) -> str:
        """A token that holds while the facts hold, for so many seconds, by default the link's lifetime."""
        lifetime = self.lifetime if seconds is None else timedelta(seconds=seconds)
        expires = int((clock.now() + lifetime).timestamp())
        return str(self._serializer.dumps([owner.id, expires, self._fingerprint(owner)]))

    def owner(self, token: str, table: type[Row]) -> Row | None:
        """The row that the token is about; None if we never signed it, or the row is gone."""
        said = self._read(token)
        return db.session.get(table, said[0]) if said else None

    def fault(self, token: str, owner: Any) -> str | None:
        """`"invalid"`, `"used"` (or replaced by a newer one), `"expired"`, or None for a link that works."""
        said = self._read(token)
        if said is None or said[0] != owner.id:
            return "invalid"
        if said[2] != self._fingerprint(owner):
            return "used"
        return "expired" if clock.now().timestamp() >= said[1] else None

    def _read(self, token: str) -> tuple[int, int, str] | None:
        try:
            owner, expires, fingerprint = self._serializer.loads(token)
        except (BadData, ValueError):
            return None
        return owner, expires, fingerprint

    def _fingerprint(self, owner: Any) -> str:
        return hashlib.sha256(repr(self._facts(owner)).encode()).hexdigest()[:32]

    @property
    def _serializer(self) -> URLSafeSerializer:
        keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
        salt = f"flasky.link.{self.purpose}"
        return URLSafeSerializer(keys, salt=salt, signer_kwargs={"digest_method": hashlib.sha256})


def external_url(endpoint: str, **values: Any) -> str:
    """An absolute URL out of the settings, never out of the request's Host header."""
    adapter = current_app.create_url_adapter(None)
    if adapter is None:
        raise RuntimeError("SERVER_NAME is not set, so there is no host for the links in mails.")
    return adapter.build(endpoint, values, force_external=True)
