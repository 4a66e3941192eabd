"""Flask's session in Redis, by Flask-Session, for sites that put more into it than a cookie holds.

While Redis is away a session is kept as without it, in the signed cookie, and moves to Redis with its
next change once that is back. What was in Redis cannot be read meanwhile: who is signed in is a stranger
then, unless remembered, and may sign in.
"""

import hashlib
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask, Request, Response
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SecureCookieSessionInterface
from flask_session.base import ServerSideSession
from flask_session.redis import RedisSessionInterface
from redis import Redis, RedisError

from app import redis_server
from app.outage import Outage

log = logging.getLogger(__name__)
PREFIX = "flasky:session:"
PAUSE = 5.0  # seconds until a Redis that is away is asked again
SIGNED_IN = "_user_id"  # Flask-Login's name for it


class AwayError(Exception):
    """Redis does not answer, or has not a moment ago."""


class Session(ServerSideSession):  # noqa: D101 - what it is for is said above
    signed_in_before: str | None = None


class TaggedJSON:
    """What Flask's cookies are written in. Flask-Session's own would read a pickle, which can run code."""

    def __init__(self) -> None:
        self._json = TaggedJSONSerializer()

    def encode(self, session: ServerSideSession) -> bytes:
        return self._json.dumps(dict(session)).encode()

    def decode(self, stored: bytes) -> dict[str, Any]:
        try:
            values = self._json.loads(stored.decode())
        except ValueError:
            return {}
        return values if isinstance(values, dict) else {}


class RedisSessions(RedisSessionInterface):
    """Sessions that survive a Redis that is gone, hangs or forgets."""

    session_class = Session

    def __init__(self, app: Flask, url: str, signed: SecureCookieSessionInterface) -> None:
        client = Redis.from_url(url, **redis_server.options())
        super().__init__(app, client=client, key_prefix=PREFIX, permanent=False)
        self.serializer = TaggedJSON()
        self._signed = signed
        self._outage = Outage(PAUSE, longest_try=2 * redis_server.TIMEOUT)

    def open_session(self, app: Flask, request: Request) -> Session:
        session = self._found(app, request)
        session.signed_in_before = session.get(SIGNED_IN)
        session.accessed = False
        return session

    def save_session(self, app: Flask, session: Session, response: Response) -> None:
        """Under a new id once somebody else is signed in, so that an id known before is worth nothing then."""
        try:
            if session.get(SIGNED_IN) != session.signed_in_before:
                self.regenerate(session)
            super().save_session(app, session, response)
        except AwayError:
            self._signed.save_session(app, session, response)

    def _found(self, app: Flask, request: Request) -> Session:
        if signed := self._signed.open_session(app, request):
            return self.session_class(dict(signed), sid=self._generate_sid(self.sid_length))
        try:
            found: Session = super().open_session(app, request)
        except AwayError:
            return self.session_class(sid=self._generate_sid(self.sid_length))
        return found

    def _get_store_id(self, sid: str) -> str:
        """Redis knows the id's hash only, as the database does of sign-ins."""
        return PREFIX + hashlib.sha256(sid.encode(errors="replace")).hexdigest()

    def _retrieve_session_data(self, store_id: str) -> dict[str, Any] | None:
        return self._ask(super()._retrieve_session_data, store_id)  # type: ignore[no-any-return]

    def _delete_session(self, store_id: str) -> None:
        self._ask(super()._delete_session, store_id)

    def _upsert_session(self, session_lifetime: timedelta, session: ServerSideSession, store_id: str) -> None:
        self._ask(super()._upsert_session, session_lifetime, session, store_id)

    def _ask(self, question: Callable[..., Any], *about: Any) -> Any:
        if not self._outage.may_try():
            raise AwayError
        try:
            answer = question(*about)
        except RedisError as error:
            self._outage.begin()
            log.warning("Redis does not serve, so sessions stay in cookies for a while: %s", type(error).__name__)
            raise AwayError from error
        self._outage.end()
        return answer
