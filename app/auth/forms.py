"""The forms of those who are not signed in yet."""

from flask import current_app
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SubmitField
from wtforms.validators import ValidationError

from app.addresses import LONGEST as LONGEST_ADDRESS
from app.forms import (
    NAME,
    Form,
    Required,
    TextField,
    at_most,
    current_password_field,
    email_field,
    new_password_field,
    repeated_password_field,
    username_field,
)
from app.models import User


class RegistrationForm(Form):
    email = email_field()
    username = username_field()
    password = new_password_field(_("Password"))
    password2 = repeated_password_field()
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
        if holder is not None and (holder.confirmed or holder.address_to_confirm != self.email.data):
            raise ValidationError(_("Username already in use. Please choose another."))


class InvitationForm(Form):
    username = username_field()
    password = new_password_field(_("Password"))
    password2 = repeated_password_field()
    submit = SubmitField(_("Make my account"))


class LoginForm(Form):
    email = TextField(
        _("Email or username"),
        [Required(_("Please type your email address or username.")), at_most(LONGEST_ADDRESS)],
        render_kw=NAME | {"maxlength": LONGEST_ADDRESS},
    )
    password = current_password_field()
    remember_me = BooleanField(_("Keep me signed in"))
    submit = SubmitField(_("Sign in"))


class ProofForm(Form):
    """The password, for a link that was opened in a browser that is not signed in."""

    password = current_password_field()
    submit = SubmitField(_("Confirm and sign in"))


class AddressForm(Form):
    email = email_field()
    submit = SubmitField(_("Send the link there"))


class ResetForm(Form):
    email = email_field()
    submit = SubmitField(_("Send me a link"))


class NewPasswordForm(Form):
    password = new_password_field()
    password2 = repeated_password_field()
    submit = SubmitField(_("Save the new password"))
