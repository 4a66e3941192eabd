"""The tables, one a file: `from app.models import User, Role, Permission, AnonymousUser`."""

from app.models.event import AccountEvent, Event
from app.models.message import Message, State
from app.models.role import Permission, Role
from app.models.session import LoginSession
from app.models.user import AnonymousUser, User

__all__ = [
    "AccountEvent",
    "AnonymousUser",
    "Event",
    "LoginSession",
    "Message",
    "Permission",
    "Role",
    "State",
    "User",
]
