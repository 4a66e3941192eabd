"""Who acts here."""

from flask_login import current_user

from app.models import Actor


def myself() -> Actor:
    return Actor.of(current_user._get_current_object())  # noqa: SLF001 - histories want the user itself
