"""Not me: the old address takes the account back."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app import limits
from app.auth import auth
from app.extensions import db, limiter
from app.links import Claim
from app.models import AddressChange, User
from app.models.user.email_change import facts_of_undo


@auth.get("/undo-email/<token>")
def follow_undo(token: str) -> ResponseReturnValue:
    session["undo"] = token
    return redirect(url_for("auth.undo_email"))


@auth.route("/undo-email", methods=["GET", "POST"])
@limiter.limit(limits.LINKS, methods=["POST"])
def undo_email() -> ResponseReturnValue:
    user, change, claim = User.of_undo_link(session.get("undo", ""))
    reason = claim.verdict(facts_of_undo(change)) if change and claim else "invalid"
    if user is None or change is None or claim is None or reason:
        return render_template("auth/link.html", kind="undo", reason=reason or "invalid"), 404
    if request.method == "GET":
        return render_template("auth/undo_email.html", old_address=change.old_email, new_address=change.new_email)
    if undone(user, change, claim):
        back = _("Your account is back at %(address)s. We mailed you a link there.", address=change.old_email)
        flash(back, "success")
    else:
        flash(_("Your old address belongs to another account now. Please sign in there."), "warning")
    return redirect(url_for("auth.login"), code=303)


def undone(user: User, change: AddressChange, claim: Claim) -> bool:
    """Whether the account is back; not if another took the address in this very moment. Commits."""
    try:
        done = user.undo_email_change(change, claim)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    return done
