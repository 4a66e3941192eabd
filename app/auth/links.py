"""Links opened from a mail: the token leaves the address bar at once, and waits in the session.

So it stands in no history and no Referer, and opening a link, as mail scanners do, changes nothing.
"""

from typing import NoReturn, TypeVar

from flask import abort, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.extensions import db
from app.links import Link
from app.models import AddressChange, Event, Invitation, User

Row = TypeVar("Row", User, AddressChange, Invitation)
REFUSALS = {
    "confirm": Event.CONFIRMATION_REFUSED,
    "reset": Event.RESET_REFUSED,
    "change_email": Event.EMAIL_CHANGE_REFUSED,
    "undo_email": Event.UNDO_REFUSED,
}


def put_away(link: Link, table: type[Row], token: str, page: str) -> ResponseReturnValue:
    """Keep the token, if it is one of ours, and go on to the page that uses it."""
    session[key(link)] = token if link.owner(token, table) else ""
    return redirect(url_for(page))


def opened(link: Link, table: type[Row]) -> tuple[Row, str]:
    """Whose link was opened, and its token; ends the request with the page that says what is wrong with it."""
    token = session.get(key(link), "")
    owner = link.owner(token, table)
    fault = link.fault(token, owner) if owner else "invalid"
    if owner is None or fault:
        note_refusal(link, owner)
        refuse(link, fault or "invalid")
    return owner, token


def note_refusal(link: Link, owner: AddressChange | Invitation | User | None) -> None:
    """Record what somebody tried to do with a dead link; that it was opened, a mail scanner can do."""
    if (
        owner is not None
        and not isinstance(owner, Invitation)
        and request.method == "POST"
        and link.purpose in REFUSALS
    ):
        user = owner if isinstance(owner, User) else owner.user
        user.record(REFUSALS[link.purpose])
        db.session.commit()


def key(link: Link) -> str:
    return f"link:{link.purpose}"


def refuse(link: Link, reason: str) -> NoReturn:
    abort(make_response(render_template("auth/link.html", kind=link.purpose, reason=reason), 404))
