"""The tables, one a file: `from app.models import User, Role, Permission, AnonymousUser`."""

from app.models.address_change import AddressChange
from app.models.event import AccountEvent, Event
from app.models.heartbeat import Heartbeat
from app.models.message import Message, State
from app.models.rate import Rate
from app.models.role import Permission, Role
from app.models.session import LoginSession
from app.models.throttle import Throttle
from app.models.user import AnonymousUser, User

__all__ = [
    "AccountEvent",
    "AddressChange",
    "AnonymousUser",
    "Event",
    "Heartbeat",
    "LoginSession",
    "Message",
    "Permission",
    "Rate",
    "Role",
    "State",
    "Throttle",
    "User",
]
