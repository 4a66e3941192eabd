"""Forgetting what is over."""

from app.cli.commands import AS_JSON, YES, answer, ask_first, at_a_terminal
from app.cli.users import users
from app.extensions import db
from app.models import AccountEvent, Invitation, LoginSession, Rate, Throttle, User


@users.command(short_help="Forget what is over; run it daily.")
@YES
@AS_JSON
def purge(*, yes: bool, as_json: bool) -> None:
    """Forget accounts closed, and sign-ups not confirmed, for 14 days; clear old sessions, counters and guesses.

    Run it once a day. At a terminal it asks first.
    """
    ask_first("Forget for good whoever left 14 days ago?", yes=yes or not at_a_terminal())
    removed = {
        "accounts": User.forget_the_gone(),
        "sessions": LoginSession.purge(),
        "counters": Throttle.purge() + Rate.purge(),
        "invitations": Invitation.purge(),
    }
    AccountEvent.forget_strangers()
    db.session.commit()
    *first, last = (f"{count} {what}" for what, count in removed.items())
    answer(removed, f"Removed {', '.join(first)} and {last}.", as_json=as_json)
