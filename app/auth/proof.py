"""Links that prove an address: to confirm an account, or to move one.

It takes more than the link: the owner's signed-in session or the account's password, because
whoever asked for the mail may not own the address.
"""

from collections.abc import Callable
from typing import NamedTuple

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_login import current_user

from app import sessions
from app.auth.forms import ProofForm
from app.auth.links import opened, put_away
from app.browser import Browser
from app.database import committed
from app.extensions import db
from app.guessing import Guess
from app.links import Link
from app.models import User


class Proof(NamedTuple):
    """One kind of such links: where it leads, what it does, and what to say."""

    link: Link
    page: str
    apply: Callable[[User, str], bool]
    address: Callable[[User], str | None]
    thanks: LazyString


def follow(proof: Proof, token: str) -> ResponseReturnValue:
    """The link was opened: done, if its owner is signed in here; else ask for the password."""
    user = proof.link.owner(token, User)
    if user is not None and user == current_user and not proof.link.fault(token, user):
        return finish(proof, user, token)
    return put_away(proof.link, User, token, proof.page)


def prove(proof: Proof) -> ResponseReturnValue:
    """The page that asks for the password."""
    user, token = opened(proof.link, User)
    form = ProofForm()
    if form.validate_on_submit():
        if Guess(user.username, user).check(form.password.data):
            sessions.begin(user, remember=False)
            return finish(proof, user, token)
        db.session.commit()
        form.password.errors = [_("This is not the password of this account. Please try again.")]
    page = render_template(f"auth/{proof.link.purpose}.html", form=form, address=proof.address(user))
    return page, 422 if form.is_submitted() else 200


def finish(proof: Proof, user: User, token: str) -> ResponseReturnValue:
    """Do what the link is for; whoever comes here has proven to be the account's owner."""
    if committed(lambda: proof.apply(user, token), or_lost_to={"email"}):
        Browser.present().remember(user)
        flash(proof.thanks, "success")
    else:
        flash(_("This link does not work any more. Please ask for a new one."), "warning")
    return redirect(url_for("main.index"), code=303)
