"""The list of invitations that wait, the newest first."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement

from app.models.invitation import Invitation
from app.models.listing.paging import Listing


@dataclass(frozen=True)
class InvitationFilter(Listing[Invitation]):
    """All of them."""

    table = Invitation

    def conditions(self) -> list[ColumnElement[bool]]:
        return []
