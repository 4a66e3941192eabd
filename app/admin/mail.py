"""The outbox: what became of each mail, and never what is written in it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.admin import admin
from app.extensions import db
from app.models import Message, Permission
from app.models.listing import Fate, MessageFilter, Place
from app.permissions import hidden_unless


@admin.get("/mail")
@hidden_unless(Permission.ADMIN)
def mail() -> ResponseReturnValue:
    wanted = MessageFilter.read(request.args)
    page = wanted.page(Place.read(request.args))
    return render_template("admin/mail.html", wanted=wanted, page=page, fates=Fate)


@admin.post("/mail/<id:id>/retry")
@hidden_unless(Permission.RETRY_MAIL)
def retry(id: int) -> ResponseReturnValue:  # noqa: A002 - the URL's own word
    if not Message.try_again(id):
        abort(404)
    db.session.commit()
    flash(_("The mail is tried again in a moment."), "success")
    return redirect(url_for("admin.mail"), code=303)
