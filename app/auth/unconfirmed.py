"""Where those wait who have not confirmed: what became of the mail, and another try."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from app import limits
from app.auth import auth
from app.auth.forms import AddressForm
from app.auth.waiting_mail import waiting_mail
from app.extensions import db, limiter
from app.pace import same_pace


@auth.get("/unconfirmed")
@login_required
def unconfirmed() -> ResponseReturnValue:
    if current_user.confirmed:
        return redirect(url_for("main.index"))
    return waiting_room(AddressForm())


@auth.post("/unconfirmed/resend")
@login_required
@limiter.limit(limits.LINKS)
def resend() -> ResponseReturnValue:
    if not current_user.confirmed:
        with same_pace():
            current_user.request_confirmation()
            db.session.commit()
        say_where_to_look()
    return redirect(url_for("auth.unconfirmed"), code=303)


@auth.post("/unconfirmed/address")
@login_required
@limiter.limit(limits.LINKS)
def correct_address() -> ResponseReturnValue:
    form = AddressForm()
    if current_user.confirmed:
        return redirect(url_for("main.index"), code=303)
    if not form.validate_on_submit():
        return waiting_room(form), 422
    with same_pace():
        current_user.correct_address(form.email.data)
        db.session.commit()
    say_where_to_look()
    return redirect(url_for("auth.unconfirmed"), code=303)


def say_where_to_look() -> None:
    address = current_user.address_to_confirm
    flash(_("If %(address)s can have a new link, it is on its way.", address=address), "info")


def waiting_room(form: AddressForm) -> str:
    address = current_user.address_to_confirm
    return render_template("auth/unconfirmed.html", form=form, address=address, **waiting_mail(address))
