"""An account's sign-ins: each a row, each can be ended."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Self, cast

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, bindparam, select, true, update
from sqlalchemy.orm import Mapped, aliased, mapped_column
from sqlalchemy.orm.attributes import set_committed_value

from app import client, clock, languages
from app.extensions import db
from app.links import external_url
from app.models.event import AccountEvent, Event
from app.models.role import Role
from app.models.session import LoginSession, hash_token
from app.models.statements import delete_where, rows, update_row
from app.models.types import UTCDateTime
from app.models.user.correspondence import Correspondence
from app.models.user.permissions import Permissions
from app.reading import attributes_of, columns_of, objects


class Sessions(Correspondence, Permissions):
    """Beginning, finding and ending sign-ins; this is also what Flask-Login asks an account."""

    last_seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    last_sign_in_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    is_authenticated = True
    is_anonymous = False
    current_session: LoginSession | None = None
    newest_events: Sequence[AccountEvent] = ()
    _token = ""

    def sign_in(self, *, remember: bool) -> None:
        """Begin a session and remember when; its id is what `get_id` then gives to the cookies.

        The caller holds the row since the password was found right (`Guess.check`): whoever changes
        the password, resets or closes holds it too, and ends the sessions that there are.
        """
        self.current_session, self._token = LoginSession.begin(self, remembered=remember)
        now, language = clock.now(), self.language or languages.present()
        update_row(self, last_sign_in_at=now, last_seen_at=now, language=language)
        self.record(Event.SIGNED_IN)

    def repeat_password(self) -> None:
        """The owner has typed the password again here: a fresh session, under a new id."""
        if self.current_session:
            self._token = self.current_session.renew()
        self.record(Event.PASSWORD_REPEATED)

    def get_id(self) -> str:
        """The random id of the session just begun or renewed; Flask-Login puts it into the cookies."""
        return self._token

    @classmethod
    def of_session(cls, token: str, events: int = 0) -> Self | None:
        """Whose session the cookie names, unless it is over. One query brings session, user, role and newest events."""
        found = rows(cls._signed_in(events), token=hash_token(token))
        if not found:
            return None
        user, session, role = cast("tuple[Self, LoginSession, Role]", objects(found[0], cls, LoginSession, Role))
        if session.is_over() or not user.is_active:
            return None
        set_committed_value(user, "role", role)
        if db.session.registry.has():
            user = db.session.merge(user, load=False)
        user.current_session = session
        user.newest_events = cls._newest_in(found) if events else ()
        return user

    @staticmethod
    def _newest_in(rows: Sequence[Sequence[Any]]) -> list[AccountEvent]:
        """The events, which stand at the end of their rows."""
        begin = -len(attributes_of(AccountEvent))
        return [event for row in rows for event in objects(row[begin:], AccountEvent) if event]

    @classmethod
    @cache
    def _signed_in(cls, events: int) -> Select[*tuple[Any, ...]]:
        """The query, which names the session by `token`. Built once: that takes longer than asking it."""
        names_it = LoginSession.token_hash == bindparam("token")
        whose = [*columns_of(cls), *columns_of(LoginSession), *columns_of(Role)]
        found = select(*whose).join(LoginSession, LoginSession.user_id == cls.id).outerjoin(cls.role).where(names_it)
        if not events:
            return found
        owner = select(LoginSession.user_id).where(names_it).scalar_subquery()
        newest = select(AccountEvent).where(AccountEvent.user_id == owner).order_by(AccountEvent.id.desc())
        event = aliased(AccountEvent, newest.limit(events).subquery())
        found = found.add_columns(*columns_of(event)).outerjoin(event, event.user_id == cls.id)
        return found.order_by(event.id.desc())

    def ping(self) -> None:
        """Note that the owner is here."""
        if self.current_session and self.current_session.touch():
            db.session.execute(update(type(self)).where(type(self).id == self.id).values(last_seen_at=clock.now()))

    def sign_out(self) -> None:
        """End this session, so that its cookies are worth nothing, wherever they are kept."""
        if self.current_session and self._end(LoginSession.id == self.current_session.id):
            self.record(Event.SIGNED_OUT)

    def all_sessions(self) -> Sequence[LoginSession]:
        """Every sign-in that is not over, the one seen last first."""
        mine = select(LoginSession).where(LoginSession.user_id == self.id).order_by(LoginSession.last_seen_at.desc())
        return [session for session in db.session.scalars(mine) if not session.is_over()]

    def end_session(self, session_id: int) -> bool:
        """Whether there was such a session of this account; it is ended, and the owner hears of it."""
        if not self._end(LoginSession.id == session_id):
            return False
        self.record(Event.SESSION_ENDED)
        self._tell_of_ended_sessions(1)
        return True

    def sign_out_elsewhere(self) -> int:
        """End all sessions but this one, and tell the owner; how many there were."""
        count = self.end_other_sessions()
        if count:
            self.record(Event.OTHER_SESSIONS_ENDED, count=count)
            self._tell_of_ended_sessions(count)
        return count

    def end_other_sessions(self) -> int:
        """End all sessions but this one; how many there were."""
        return self._end(LoginSession.id != (self.current_session.id if self.current_session else 0))

    def end_every_session(self) -> None:
        self._end(true())

    def _end(self, which: ColumnElement[bool]) -> int:
        return delete_where(LoginSession, (LoginSession.user_id == self.id) & which)

    def _tell_of_ended_sessions(self, count: int) -> None:
        link = external_url("account.sessions")
        self.write_to(self.email, _("Devices were signed out"), "email/sessions_ended", count=count, account_link=link)

    def tell_of_new_browser(self) -> None:
        """Tell the owner of a sign-in from a browser that was never seen on this account."""
        self.write_to(
            self.email,
            _("New sign-in to your account"),
            "email/new_sign_in",
            device=client.device(client.agent()),
            ip=client.ip(),
            signed_in_at=clock.now(),
            account_link=external_url("account.sessions"),
            reset_link=external_url("auth.reset"),
        )
