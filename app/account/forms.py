"""The forms of account settings."""

from typing import Any

import pytz
from flask_babel import lazy_gettext as _
from flask_login import current_user
from wtforms import SelectField, SubmitField
from wtforms.validators import ValidationError

from app import languages
from app.forms import (
    CURRENT_PASSWORD,
    NAME,
    Form,
    ProseField,
    Required,
    SecretField,
    TextField,
    at_most,
    email_field,
    new_password_field,
    repeated_password_field,
    username_field,
)


class ProfileForm(Form):
    name = TextField(_("Name"), [at_most(64)], render_kw={"autocomplete": "name", "maxlength": 64})
    about = ProseField(_("About me"), [at_most(1000)], render_kw={"maxlength": 1000, "rows": 5})
    submit = SubmitField(_("Save"))


class UsernameForm(Form):
    username = username_field()
    submit = SubmitField(_("Change my username"))


class EmailForm(Form):
    email = email_field(_("New address"))
    submit = SubmitField(_("Change my address"))

    def validate_email(self, field: TextField) -> None:
        if field.data == current_user.email:
            raise ValidationError(_("This is your address already."))


class PasswordForm(Form):
    old_password = SecretField(
        _("Current password"), [Required(_("Please type your current password."))], render_kw=CURRENT_PASSWORD
    )
    password = new_password_field()
    password2 = repeated_password_field()
    submit = SubmitField(_("Change my password"))


class LanguageForm(Form):
    language = SelectField(_("Language"))
    timezone = SelectField(_("Time zone"))
    submit = SubmitField(_("Save"))

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.language.choices = list(languages.names().items())
        zones = sorted({*pytz.common_timezones, current_user.timezone or languages.UTC})
        self.timezone.choices = [("", _("As my browser says")), *((zone, zone.replace("_", " ")) for zone in zones)]

    def validate_language(self, field: SelectField) -> None:
        if not field.raw_data:
            raise ValidationError(_("Please choose a language."))


class CloseForm(Form):
    username = TextField(_("Your username"), [Required(_("Please type your username."))], render_kw=NAME)
    submit = SubmitField(_("Close my account"))

    def validate_username(self, field: TextField) -> None:
        if field.data != current_user.username:
            raise ValidationError(_("This is not your username. Type it as it stands above."))
