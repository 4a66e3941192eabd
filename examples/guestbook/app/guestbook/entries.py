"""Reading the guestbook, writing in it, and removing what should not be there."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from app.converters import LARGEST_ID
from app.extensions import db
from app.guestbook import guestbook
from app.guestbook.forms import EntryForm
from app.models import Entry

PAGE = 20  # entries


@guestbook.get("/")
def entries() -> ResponseReturnValue:
    before = request.args.get("before", type=int)
    found = Entry.newest(PAGE + 1, before if before and 0 < before <= LARGEST_ID else None)
    shown = found[:PAGE]
    older = url_for("guestbook.entries", before=shown[-1].id) if len(found) > PAGE else None
    return render_template("guestbook/entries.html", entries=shown, older=older)


@guestbook.route("/write", methods=["GET", "POST"])
@login_required
def write() -> ResponseReturnValue:
    form = EntryForm()
    if form.validate_on_submit():
        db.session.add(Entry(user_id=current_user.id, text=form.text.data))
        db.session.commit()
        flash(_("Thank you! Your entry is in the book."), "success")
        return redirect(url_for("guestbook.entries"), code=303)
    return render_template("guestbook/write.html", form=form), 422 if form.is_submitted() else 200


@guestbook.post("/<id:id>/remove")
@login_required
def remove(id: int) -> ResponseReturnValue:  # noqa: A002 - the URL's own word
    entry = db.session.get(Entry, id, with_for_update=True) or abort(404)
    if not entry.may_be_removed_by(current_user):
        abort(403)
    db.session.delete(entry)
    db.session.commit()
    flash(_("The entry has been removed."), "success")
    return redirect(url_for("guestbook.entries"), code=303)
