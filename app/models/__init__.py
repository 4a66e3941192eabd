"""The tables, one a file: `from app.models import User, Role, Permission, AnonymousUser`."""

from app.models.actor import COMMAND_LINE, Actor
from app.models.address_change import AddressChange
from app.models.event import AccountEvent, Event
from app.models.heartbeat import Heartbeat
from app.models.invitation import Invitation
from app.models.message import Message, State
from app.models.rate import Rate
from app.models.refusals import ActRefused
from app.models.role import Permission, Role
from app.models.session import LoginSession
from app.models.throttle import Throttle
from app.models.user import AnonymousUser, User

__all__ = [
    "COMMAND_LINE",
    "AccountEvent",
    "ActRefused",
    "Actor",
    "AddressChange",
    "AnonymousUser",
    "Event",
    "Heartbeat",
    "Invitation",
    "LoginSession",
    "Message",
    "Permission",
    "Rate",
    "Role",
    "State",
    "Throttle",
    "User",
]
