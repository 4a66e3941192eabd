"""An account's sign-ins: each a row, each can be ended."""

from datetime import datetime
from typing import Self

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, contains_eager, mapped_column

from app import clock
from app.extensions import db
from app.models.event import Event
from app.models.session import LoginSession, hash_token
from app.models.types import UTCDateTime
from app.models.user.permissions import Permissions


class Sessions(Permissions):
    """Beginning, finding and ending sign-ins; this is also what Flask-Login asks an account."""

    last_seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_sign_in_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    is_authenticated = True
    is_active = True
    is_anonymous = False
    current_session: LoginSession | None = None
    _token = ""

    def sign_in(self, *, remember: bool) -> None:
        """Begin a session and remember when; its id is what `get_id` then gives to the cookies."""
        self.current_session, self._token = LoginSession.begin(self, remembered=remember)
        db.session.add(self.current_session)
        self.last_sign_in_at = self.last_seen_at = clock.now()
        self.record(Event.SIGNED_IN)

    def get_id(self) -> str:
        """The random id of the session just begun; Flask-Login puts it into the cookies."""
        return self._token

    @classmethod
    def of_session(cls, token: str) -> Self | None:
        """Whose session the cookie names, unless it is over. One query brings session, user and role."""
        found = db.session.execute(
            select(cls, LoginSession)
            .join(LoginSession, LoginSession.user_id == cls.id)
            .outerjoin(cls.role)
            .options(contains_eager(cls.role))
            .where(LoginSession.token_hash == hash_token(token))
        ).one_or_none()
        if found is None or found.LoginSession.is_over():
            return None
        user: Self = found[0]
        user.current_session = found.LoginSession
        return user

    def ping(self) -> None:
        """Note that the owner is here."""
        self.last_seen_at = clock.now()
        if self.current_session:
            self.current_session.last_seen_at = self.last_seen_at

    def sign_out(self) -> None:
        """End this session, so that its cookies are worth nothing, wherever they are kept."""
        if self.current_session:
            db.session.delete(self.current_session)
        self.record(Event.SIGNED_OUT)

    def end_every_session(self) -> None:
        db.session.execute(delete(LoginSession).where(LoginSession.user_id == self.id))
