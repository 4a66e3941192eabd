"""What administrators hear of: new users, by mail. An example of a receiver (see docs/signals.md).

One mail for each new user, until there are many within an hour; the rest of the hour then comes in one.
"""

from datetime import timedelta
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select

from app import clock
from app.email import send_email
from app.email.sender import address, written_late
from app.extensions import db
from app.languages import the_site, writing_to
from app.links import external_url
from app.models import Message, State, User
from app.signals import user_registered

ONE, MANY = "email/new_user", "email/new_users"
HOUR = timedelta(hours=1)
MOST_NAMED = 50


@user_registered.connect
def announce(user: User, **_details: Any) -> None:
    """Write to everybody named in FLASKY_ADMIN."""
    with writing_to(the_site()):
        for administrator in current_app.config["FLASKY_ADMIN"]:
            if Message.count_to(administrator, clock.now() - HOUR, [ONE]) < current_app.config["FLASKY_NOTICES"]:
                link = external_url("admin.user", id=user.id)
                send_email(administrator, _("New user"), ONE, user=user, person=user, account_link=link)
            else:
                collect(administrator, user)


def collect(administrator: str, user: User) -> None:
    """Leave it to the one mail that leaves an hour after the first who was not announced by name."""
    waiting = select(Message.id).where(Message.to_address == administrator, Message.template == MANY)
    if db.session.scalar(waiting.where(Message.state == State.QUEUED).limit(1)) is None:
        message = address(administrator, _("New users"), MANY)
        message.created_at, message.due_at = user.created_at, clock.now() + HOUR
        db.session.add(message)


@written_late(MANY)
def newcomers(message: Message) -> dict[str, Any]:
    """Who has come within the hour since the mail was begun: how many, and the first of them by name."""
    hour = User.created_at.between(message.created_at, message.created_at + HOUR)
    come = select(User).where(hour).order_by(User.id)
    count = db.session.scalar(select(func.count()).select_from(come.subquery()))
    people = db.session.scalars(come.limit(MOST_NAMED)).all()
    return {"people": people, "count": count, "since": message.created_at, "users_link": external_url("admin.users")}
