"""Everything about one account."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.admin import admin
from app.admin.forms import acts_on
from app.extensions import db
from app.models import Permission, User
from app.models.listing import EventFilter, MessageFilter, Place
from app.permissions import hidden_unless


@admin.get("/users/<id:id>")
@hidden_unless(Permission.MODERATE)
def user(id: int) -> ResponseReturnValue:  # noqa: A002 - the URL's own word
    person = find(id)
    return render_template(
        "admin/user.html",
        person=person,
        page=EventFilter(person=str(id)).page(Place.read(request.args)),
        mails=MessageFilter(user_id=id).page(Place()),
        sessions=person.all_sessions(),
        acts=acts_on(person, current_user),
    )


def find(id: int) -> User:  # noqa: A002
    return db.session.get(User, id) or abort(404)
