"""What all forms share: one value a field, readable text, and messages that say what to do."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField, TextAreaField
from wtforms.validators import StopValidation, ValidationError

from app import addresses
from app.models.user.identity import LONGEST_USERNAME, USERNAME

# Control characters but tab and line ends, and what broken UTF-8 decodes to.
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")


class Form(FlaskForm):
    """A form whose every field has been checked on the server."""


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
