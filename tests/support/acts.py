"""What administrators do to accounts, each with what it takes: for tests that go over all of them."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import func, select

from app import clock, db
from app.models import Actor, ActRefused, Event, LoginSession, Permission, Role, User
from tests.support.people import make_user
from tests.support.races import at_once


class Act(NamedTuple):
    """One act, the permission it takes, and the account in the state in which there is something to do."""

    permission: Permission
    event: Event
    do: Callable[[User, Actor], Any]
    mail: str
    before: Mapping[str, Any] = MappingProxyType({})

    def target(self) -> User:
        user = make_user("target")
        for name, value in self.before.items():
            setattr(user, name, value() if callable(value) else value)
        LoginSession.begin(user, remembered=True)
        db.session.commit()
        return user


UNCONFIRMED = {"confirmed": False}
ACTS = {
    "resend": Act(
        Permission.CONFIRM_USERS,
        Event.CONFIRMATION_SENT,
        lambda user, by: user.resend_confirmation(by),
        "email/confirm",
        UNCONFIRMED,
    ),
    "confirm": Act(
        Permission.CONFIRM_USERS,
        Event.CONFIRMED,
        lambda user, by: user.confirm_by_hand(by),
        "email/confirmed",
        UNCONFIRMED,
    ),
    "reset": Act(
        Permission.RESET_PASSWORDS,
        Event.RESET_REQUESTED,
        lambda user, by: user.start_reset(by),
        "email/reset_started",
    ),
    "sessions": Act(
        Permission.END_SESSIONS, Event.EVERY_SESSION_ENDED, lambda user, by: user.end_sessions(by), "email/signed_out"
    ),
    "disable": Act(
        Permission.DISABLE_USERS, Event.DISABLED, lambda user, by: user.disable(by, "Spam."), "email/disabled"
    ),
    "enable": Act(
        Permission.DISABLE_USERS,
        Event.ENABLED,
        lambda user, by: user.enable(by),
        "email/enabled",
        {"disabled_at": clock.now, "disabled_reason": "Spam."},
    ),
    "role": Act(
        Permission.CHANGE_ROLES,
        Event.ROLE_CHANGED,
        lambda user, by: user.change_role(by, Role.named("Moderator")),
        "email/role_changed",
    ),
    "close": Act(Permission.CLOSE_USERS, Event.CLOSED, lambda user, by: user.close_account(by), "email/closed"),
}


def make_administrator(name: str = "root") -> User:
    return make_user(name, role="Administrator")


def attempt(app: Flask, name: str, target: int, by: int | None) -> str:
    """An act from a thread of its own, by an administrator or by the account's owner: "done", or what refused it."""
    with app.app_context():
        user = db.session.get_one(User, target)
        try:
            if by is None:
                user.close()
            else:
                ACTS[name].do(user, Actor.of(db.session.get_one(User, by)))
            db.session.commit()
        except ActRefused as refusal:
            db.session.rollback()
            return type(refusal).__name__
    return "done"


def duel(app: Flask, *acts: str) -> tuple[Counter[str], int]:
    """Two administrators do these to each other at the same instant: what they hear, and how many are left.

    "leave" is to close one's own account.
    """
    people = [make_administrator(name) for name in ("root", "deputy")]
    first, second = (user.id for user in people)
    pairs = zip(acts, [(first, second), (second, first)], strict=True)
    answers = at_once(
        [partial(attempt, app, act, *((by, None) if act == "leave" else (target, by))) for act, (by, target) in pairs]
    )
    db.session.rollback()
    return answers, db.session.scalar(select(func.count()).where(User.can_administer())) or 0
