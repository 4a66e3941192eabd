"""Long lists a page at a time: made from what a URL or a command asks for, in the order it asks for."""

from app.models.listing.events import EventFilter
from app.models.listing.invitations import InvitationFilter
from app.models.listing.messages import Fate, MessageFilter
from app.models.listing.paging import Listing, Page, Place
from app.models.listing.users import Match, Sort, UserFilter

__all__ = [
    "EventFilter",
    "Fate",
    "InvitationFilter",
    "Listing",
    "Match",
    "MessageFilter",
    "Page",
    "Place",
    "Sort",
    "UserFilter",
]
