"""Whom a command is about, and how an account is told."""

from datetime import datetime
from typing import Any

import click
from sqlalchemy import select

from app.extensions import db
from app.models import Role, User

PERSON = click.argument("person")


def find(person: str) -> User:
    """The account with this address, username or id; ends the command if there is none."""
    user = db.session.get(User, int(person)) if person.isdecimal() and len(person) < 19 else None  # noqa: PLR2004 - BIGINT
    user = user or User.with_identifier(person)
    if user is None:
        raise click.ClickException(f"There is no account with the address, username or id {person!r}.")
    return user


def role_named(name: str) -> Role:
    """The role, however it is capitalised; ends the command if there is none."""
    roles = db.session.scalars(select(Role)).all()
    role = next((role for role in roles if role.name.lower() == name.lower()), None)
    if role is None:
        known = ", ".join(role.name for role in roles) or "none; run  flask roles sync  first"
        raise click.ClickException(f"There is no role {name!r}. There are: {known}.")
    return role


def called(user: User) -> str:
    """A person's name and address, for questions and answers."""
    return f"{user.username} <{user.address_to_confirm}>"


def facts(user: User) -> dict[str, Any]:
    """The account in short."""
    return {
        "id": user.id,
        "username": user.username,
        "email": user.email,
        "name": user.name,
        "role": user.role.name if user.role else None,
        "state": state(user),
        "created_at": iso(user.created_at),
        "last_sign_in_at": iso(user.last_sign_in_at),
    }


def state(user: User) -> str:
    """The one word that says whether its owner can sign in."""
    if user.disabled_at:
        return "disabled"
    if user.closed_at:
        return "closed"
    return "confirmed" if user.confirmed else "unconfirmed"


def iso(time: datetime | None) -> str | None:
    return time.isoformat(timespec="seconds").replace("+00:00", "Z") if time else None
