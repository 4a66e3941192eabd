"""Everything that happened to the account, newest first."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from app.account import account
from app.models.types import LARGEST_ID

PAGE = 20  # events


@account.get("/activity")
@login_required
def activity() -> ResponseReturnValue:
    before = request.args.get("before", type=int)
    events = current_user.latest_events(PAGE + 1, before if before and 0 < before <= LARGEST_ID else None)
    shown = events[:PAGE]
    older = url_for("account.activity", before=shown[-1].id) if len(events) > PAGE else None
    return render_template("account/activity.html", events=shown, older=older)
