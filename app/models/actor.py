"""Who acts on an account that is not their own: an administrator, or whoever is at the command line."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.models.event import AccountEvent, Event

if TYPE_CHECKING:
    from app.models.user import User


@dataclass(frozen=True)
class Actor:
    """The name that histories show, and the account behind it; nobody's at the command line."""

    name: str
    user: "User | None" = None

    @classmethod
    def of(cls, user: "User") -> "Actor":
        return cls(user.username, user)

    def record(self, kind: Event, **details: Any) -> None:
        """Write down what was done to no account: in the actor's own history, or in nobody's."""
        details = {"by": self.name} | details
        if self.user:
            self.user.record(kind, **details)
        else:
            AccountEvent.write(kind, None, details)


COMMAND_LINE = Actor("command line")
