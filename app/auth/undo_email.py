"""Not me: the old address takes the account back."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import limits
from app.auth import auth
from app.auth.links import opened, put_away
from app.database import committed
from app.extensions import limiter
from app.models import AddressChange
from app.models.user.email_change import UNDO


@auth.get("/undo-email/<token>")
def follow_undoing(token: str) -> ResponseReturnValue:
    return put_away(UNDO, AddressChange, token, "auth.undo_email")


@auth.route("/undo-email", methods=["GET", "POST"])
@limiter.limit(limits.LINKS, methods=["POST"])
def undo_email() -> ResponseReturnValue:
    change, token = opened(UNDO, AddressChange)
    if request.method != "POST":
        return render_template("auth/undo_email.html", old_address=change.old_email, new_address=change.new_email)
    if committed(lambda: change.user.undo_email_change(change, token), or_lost_to={"email"}):
        back = _("Your account is back at %(address)s. We mailed you a link there.", address=change.old_email)
        flash(back, "success")
    else:
        flash(_("The account could not be taken back. Please open the newest mail, or sign in."), "warning")
    return redirect(url_for("auth.login"), code=303)
