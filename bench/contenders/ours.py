"""Flasky as shipped: every feature on."""

from contenders.people import PASSWORD, in_bulk

from app import db, passwords
from app.models import Role, User
from wsgi import app

__all__ = ["app", "seed"]


def seed(count: int) -> None:
    with app.app_context():
        secret, role = passwords.hash_password(PASSWORD), Role.for_everybody().id
        in_bulk(
            db.session,
            User,
            count,
            lambda name: {"username_key": name, "password_hash": secret, "confirmed": True, "role_id": role},
        )
