"""The forms of those who are not signed in yet."""

from collections.abc import Iterator
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SubmitField
from wtforms.validators import EqualTo, StopValidation, ValidationError

from app import passwords
from app.addresses import LONGEST as LONGEST_ADDRESS
from app.forms import Form, Required, SecretField, TextField, at_most, is_address, is_username
from app.models import User
from app.models.user.identity import LONGEST_USERNAME

ADDRESS = {"autocomplete": "email", "inputmode": "email", "maxlength": LONGEST_ADDRESS, "type": "email"}
NAME = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
NEW_PASSWORD = {"autocomplete": "new-password", "minlength": passwords.SHORTEST, "maxlength": passwords.LONGEST}


def is_good_password(form: Form, field: Any) -> None:
    """A validator: long enough, and not one that others would guess."""
    if len(field.data) < passwords.SHORTEST:
        raise StopValidation(_("Please use at least %(number)d characters.", number=passwords.SHORTEST))
    if len(field.data) > passwords.LONGEST:
        raise StopValidation(_("Please use at most %(number)d characters.", number=passwords.LONGEST))
    if reason := passwords.weakness(field.data, personal_words(form)):
        raise ValidationError(reason)


def personal_words(form: Form) -> Iterator[str]:
    yield form.username.data or ""
    yield from ((form.email.data or ""), (form.email.data or "").partition("@")[0])


class RegistrationForm(Form):
    email = TextField(_("Email"), [Required(_("Please type your email address.")), is_address], render_kw=ADDRESS)
    username = TextField(
        _("Username"),
        [Required(_("Please choose a username.")), is_username],
        render_kw=NAME | {"maxlength": LONGEST_USERNAME},
    )
    password = SecretField(
        _("Password"), [Required(_("Please choose a password.")), is_good_password], render_kw=NEW_PASSWORD
    )
    password2 = SecretField(
        _("Password, once more"),
        [EqualTo("password", _("The two passwords differ. Please type them again."))],
        render_kw=NEW_PASSWORD,
    )
    submit = SubmitField(_("Register"))

    def validate_email(self, field: TextField) -> None:
        """Only where the operator prefers an open word to keeping addresses private."""
        if not current_app.config["FLASKY_REVEAL_ACCOUNTS"]:
            return
        holder = User.with_identifier(field.data)
        if holder is not None and holder.confirmed:
            raise ValidationError(_("Email already registered."))

    def validate_username(self, field: TextField) -> None:
        holder = User.with_name(field.data)
        if holder is not None and (holder.confirmed or holder.email != self.email.data):
            self.refuse_username()

    def refuse_username(self) -> None:
        raise ValidationError(_("Username already in use. Please choose another."))


class LoginForm(Form):
    email = TextField(
        _("Email or username"),
        [Required(_("Please type your email address or username.")), at_most(LONGEST_ADDRESS)],
        render_kw=NAME,
    )
    password = SecretField(
        _("Password"),
        [Required(_("Please type your password."))],
        render_kw={"autocomplete": "current-password"},
    )
    remember_me = BooleanField(_("Keep me signed in"))
    submit = SubmitField(_("Sign in"))


class ConfirmForm(Form):
    password = SecretField(
        _("Password"),
        [Required(_("Please type your password."))],
        render_kw={"autocomplete": "current-password"},
    )
    submit = SubmitField(_("Confirm and sign in"))


class AddressForm(Form):
    email = TextField(_("Email"), [Required(_("Please type your email address.")), is_address], render_kw=ADDRESS)
    submit = SubmitField(_("Send the link there"))
