"""Links that prove an address: to confirm an account, or to move one.

A link by itself changes nothing: mail scanners open links too. It takes the owner's signed-in
session, or the account's password, because whoever asked for the mail may not own the address.
"""

from collections.abc import Callable
from typing import NamedTuple

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from app import sessions
from app.auth.forms import ProofForm
from app.extensions import db
from app.guessing import Guess
from app.links import Claim
from app.models import User


class Proof(NamedTuple):
    """One kind of such links: how to read them, what they do, and what to say."""

    kind: str
    clean_page: str
    read: Callable[[str], tuple[User | None, Claim | None]]
    fault: Callable[[User, Claim], str | None]
    apply: Callable[[User, str], bool]
    address: Callable[[User], str | None]
    thanks: LazyString


def follow(proof: Proof, token: str) -> ResponseReturnValue:
    """The link was opened: done, if its owner is signed in here; else ask for the password.

    The token leaves the address bar at once, so that it stands in no history and no Referer.
    """
    user, claim = proof.read(token)
    if user is not None and claim is not None and user == current_user and not proof.fault(user, claim):
        return finish(proof, user, token)
    session["proof"] = token
    return redirect(url_for(proof.clean_page))


def prove(proof: Proof) -> ResponseReturnValue:
    """The page that asks for the password, and says why when the link does not work."""
    token = session.get("proof", "")
    user, claim = proof.read(token)
    reason = proof.fault(user, claim) if user and claim else "invalid"
    if user is None or reason:
        return render_template("auth/link.html", kind=proof.kind, reason=reason), 404
    form = ProofForm()
    if form.validate_on_submit():
        if Guess(user.username, user).check(form.password.data):
            sessions.begin(user, remember=False)
            return finish(proof, user, token)
        db.session.commit()
        form.password.errors = [_("This is not the password of this account. Please try again.")]
    page = render_template(f"auth/{proof.kind}.html", form=form, address=proof.address(user))
    return page, 422 if form.is_submitted() else 200


def finish(proof: Proof, user: User, token: str) -> ResponseReturnValue:
    """Do what the link is for; whoever comes here has proven to be the account's owner."""
    if applied(proof, user, token):
        flash(proof.thanks, "success")
    else:
        flash(_("This link does not work any more. Please ask for a new one."), "warning")
    return redirect(url_for("main.index"), code=303)


def applied(proof: Proof, user: User, token: str) -> bool:
    """Whether it is done; not if another took the address in this very moment. Commits."""
    try:
        done = proof.apply(user, token)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    return done
