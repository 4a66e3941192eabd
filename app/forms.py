"""What all forms share: one value a field, readable text, and messages that say what to do."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from flask import request
from flask_babel import lazy_gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField, TextAreaField
from wtforms.validators import EqualTo, StopValidation, ValidationError

from app import addresses, kept_forms, passwords
from app.models import User
from app.models.user.identity import LONGEST_USERNAME, USERNAME

ADDRESS = {"autocomplete": "email", "inputmode": "email", "maxlength": addresses.LONGEST, "type": "email"}
NAME = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "maxlength": LONGEST_USERNAME}
CURRENT_PASSWORD = {"autocomplete": "current-password"}
NEW_PASSWORD = {"autocomplete": "new-password", "minlength": passwords.SHORTEST, "maxlength": passwords.LONGEST}
# Control characters but tab and line ends, and what broken UTF-8 decodes to.
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")


class Form(FlaskForm):
    """A form whose every field is checked on the server.

    `owner` is whose account it changes, if known; `near` are other texts that must not be in a password.
    """

    def __init__(self, owner: User | None = None, near: Sequence[str] = (), **values: Any) -> None:
        self.owner, self.near = owner, near
        # Only what a form can send: Flask-WTF would take files and JSON too, where text is due.
        typed = request.form if request.method == "POST" else kept_forms.take_back(type(self))
        super().__init__(formdata=typed, **values)


class Readable:
    """A field that takes one value, of characters that can be read."""

    raw_data: Sequence[str]
    data: str

    def pre_validate(self, _form: Form) -> None:
        if len(self.raw_data or ()) > 1:
            raise StopValidation(_("Please give one value only."))
        if self.data and UNREADABLE.search(self.data):
            self.data = UNREADABLE.sub("", self.data)
            raise StopValidation(_("This contains characters that cannot be read. Please type it again."))


class TextField(Readable, StringField):
    """One line of text, without the blanks around it."""

    def __init__(self, label: Any, validators: Iterable[Any] = (), **options: Any) -> None:
        super().__init__(label, validators, filters=[strip], **options)


class ProseField(Readable, TextAreaField):
    """Several lines of text."""


class SecretField(Readable, PasswordField):
    """A password: taken as typed, and never sent back."""


def strip(text: str | None) -> str | None:
    return text.strip() if text else text


class Required:
    """A validator: something has to be typed; the message says what."""

    field_flags: ClassVar = {"required": True}

    def __init__(self, message: Any) -> None:
        self.message = message

    def __call__(self, _form: Form, field: Any) -> None:
        if not field.data:
            raise StopValidation(self.message)


def at_most(length: int) -> Any:
    """A validator: at most so many characters."""

    def check(_form: Form, field: Any) -> None:
        if len(field.data or "") > length:
            raise StopValidation(_("Please use at most %(number)d characters.", number=length))

    return check


def is_address(_form: Form, field: Any) -> None:
    """A validator: a mail address, which it brings into the one spelling we keep."""
    try:
        field.data = addresses.normalize(field.data)
    except addresses.AddressError as error:
        raise StopValidation(_("This is not an email address. It looks like name@example.com.")) from error


def is_username(_form: Form, field: Any) -> None:
    """A validator: a name of letters, digits, dots and underscores that begins with a letter."""
    if len(field.data) > LONGEST_USERNAME:
        raise StopValidation(_("Please use at most %(number)d characters.", number=LONGEST_USERNAME))
    if not USERNAME.fullmatch(field.data):
        raise ValidationError(_("Usernames begin with a letter and have only letters, numbers, dots and underscores."))


def is_good_password(form: Form, field: Any) -> None:
    """A validator: long enough, and not one that others would guess."""
    if len(field.data) < passwords.SHORTEST:
        raise StopValidation(_("Please use at least %(number)d characters.", number=passwords.SHORTEST))
    if len(field.data) > passwords.LONGEST:
        raise StopValidation(_("Please use at most %(number)d characters.", number=passwords.LONGEST))
    if reason := passwords.weakness(field.data, personal_words(form)):
        raise ValidationError(reason)


def personal_words(form: Form) -> list[str]:
    """The names and addresses that stand near the password: in the form, and of the account's owner."""
    texts = [*form.near, *(form[name].data or "" for name in ("username", "email") if name in form)]
    owner = form.owner or current_user
    return [*texts, owner.username, owner.name, owner.email] if owner.is_authenticated else texts


def email_field(label: Any = None) -> Any:
    return TextField(
        label or _("Email"), [Required(_("Please type your email address.")), is_address], render_kw=ADDRESS
    )


def username_field() -> Any:
    return TextField(_("Username"), [Required(_("Please choose a username.")), is_username], render_kw=NAME)


def new_password_field(label: Any = None) -> Any:
    return SecretField(
        label or _("New password"), [Required(_("Please choose a password.")), is_good_password], render_kw=NEW_PASSWORD
    )


def repeated_password_field() -> Any:
    differs = EqualTo("password", _("The two passwords differ. Please type them again."))
    return SecretField(_("The same password again"), [differs], render_kw=NEW_PASSWORD)


def current_password_field() -> Any:
    return SecretField(_("Password"), [Required(_("Please type your password."))], render_kw=CURRENT_PASSWORD)
