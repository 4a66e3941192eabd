"""Everything that can happen: recorded exactly once by what does it, and told to whoever listens."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from blinker import NamedSignal
from werkzeug.security import generate_password_hash

from app import db, signals
from app.email import send_email
from app.models import AccountEvent, Actor, AddressChange, Event, Invitation, Message, Role, User
from app.signals import signal_for
from tests.support.acts import make_administrator
from tests.support.people import OTHER_PASSWORD, PASSWORD, make_user
from tests.support.settings import ROOT
from tests.support.signups import sign_up

NEW = "ada@new.example"
TWICE = {"password": OTHER_PASSWORD, "password2": OTHER_PASSWORD}


def follow(s, template):
    s.browser.get(s.outbox.link(template))


def move(s):
    owner = s.owner()
    owner.submit("/account/email", email=NEW)
    owner.get(s.outbox.link("email/confirm_new_address"))


def outdate(user):
    user.password_hash = generate_password_hash(PASSWORD, method="pbkdf2:sha256:1")
    db.session.commit()


# What a person, or code, does so that the event happens once; `s` is the stage: people, browsers, mails.
ACTIONS: dict[Event, Callable[[Any], object]] = {
    Event.REGISTERED: lambda s: sign_up(s.browser),
    Event.REGISTERED_AGAIN: lambda s: (sign_up(s.browser), sign_up(s.browser)),
    Event.REGISTRATION_REPEATED: lambda s: sign_up(s.browser, email=s.ada.email),
    Event.CONFIRMATION_SENT: lambda s: sign_up(s.browser),
    Event.CONFIRMED: lambda s: (
        sign_up(s.browser),
        follow(s, "email/confirm"),
        s.browser.submit("/auth/confirm", password=PASSWORD),
    ),
    Event.CONFIRMATION_REFUSED: lambda s: s.newcomer.confirm("x"),
    Event.ADDRESS_CORRECTED: lambda s: s.sign_in(s.newcomer).submit("/auth/unconfirmed", email=NEW),
    Event.PROFILE_CHANGED: lambda s: s.owner().submit("/account/profile", name="Ada"),
    Event.USERNAME_CHANGED: lambda s: s.owner().submit("/account/username", username="countess"),
    Event.ROLE_GRANTED: move,
    Event.DATA_DOWNLOADED: lambda s: s.owner().press("/account/data", "Download your data"),
    Event.CLOSED: lambda s: s.owner().submit("/account/close", username="ada"),
    Event.REOPENED: lambda s: (
        s.owner().submit("/account/close", username="ada"),
        follow(s, "email/closed"),
        s.browser.press("/auth/reopen", "Reopen my account"),
    ),
    Event.FORGOTTEN: lambda s: (
        setattr(s.ada, "closed_at", s.ada.created_at - timedelta(days=15)),
        User.forget_the_gone(),
    ),
    Event.SIGNED_IN: lambda s: s.owner(),
    Event.SIGN_IN_REFUSED: lambda s: s.browser.submit("/auth/login", email="ada", password="wrong"),
    Event.SIGN_INS_BLOCKED: lambda s: [s.browser.submit("/auth/login", email="ada", password="x") for _ in range(6)],
    Event.SIGNED_OUT: lambda s: s.owner().press("/", "Sign out"),
    Event.SESSION_ENDED: lambda s: (s.owner(), s.owner().press("/account/sessions", "End")),
    Event.OTHER_SESSIONS_ENDED: lambda s: (s.owner(), s.owner().press("/account/sessions", "End all others")),
    Event.PASSWORD_REPEATED: lambda s: s.owner().submit("/auth/fresh", fresh_password=PASSWORD),
    Event.PASSWORD_REFUSED: lambda s: s.owner().submit("/auth/fresh", fresh_password="wrong"),
    Event.PASSWORD_CHANGED: lambda s: s.owner().submit("/account/password", old_password=PASSWORD, **TWICE),
    Event.PASSWORD_HASH_UPGRADED: lambda s: (outdate(s.ada), s.owner()),
    Event.RESET_REQUESTED: lambda s: s.browser.submit("/auth/reset", email=s.ada.email),
    Event.RESET_REFUSED: lambda s: (
        User.reset_password(token := s.ada.generate_reset_token(), OTHER_PASSWORD),
        User.reset_password(token, OTHER_PASSWORD),
    ),
    Event.PASSWORD_RESET: lambda s: (
        s.browser.submit("/auth/reset", email=s.ada.email),
        follow(s, "email/reset"),
        s.browser.submit("/auth/reset/new", **TWICE),
    ),
    Event.EMAIL_CHANGE_REQUESTED: lambda s: s.owner().submit("/account/email", email=NEW),
    Event.EMAIL_CHANGE_CANCELLED: lambda s: (
        (owner := s.owner()).submit("/account/email", email=NEW),
        owner.press("/account/email", "Cancel the change"),
    ),
    Event.EMAIL_CHANGE_REFUSED: lambda s: s.ada.change_email("x"),
    Event.EMAIL_CHANGED: move,
    Event.EMAIL_CHANGE_UNDONE: lambda s: (
        move(s),
        follow(s, "email/address_changed"),
        s.browser.press("/auth/undo-email", "This was not me"),
    ),
    Event.UNDO_REFUSED: lambda s: (
        move(s),
        s.ada.undo_email_change(db.session.scalars(db.select(AddressChange)).one(), "x"),
    ),
    Event.ROLE_CHANGED: lambda s: s.ada.change_role(s.root, Role.named("Moderator")),
    Event.DISABLED: lambda s: s.ada.disable(s.root, "Spam."),
    Event.ENABLED: lambda s: (s.ada.disable(s.root, ""), s.ada.enable(s.root)),
    Event.EVERY_SESSION_ENDED: lambda s: (s.owner(), s.ada.end_sessions(s.root)),
    Event.IMPORTED: lambda s: s.run("users", "import", s.file("email,username\njoan@example.com,joan\n"), "--yes"),
    Event.INVITED: lambda s: Invitation.invite(NEW, s.root),
    Event.INVITATION_WITHDRAWN: lambda s: Invitation.invite(NEW, s.root).withdraw(s.root),
    Event.EXPORTED: lambda s: s.root.record(Event.EXPORTED, what="users"),
}


@pytest.fixture
def stage(ada, browser, sign_in, outbox, configure, run, file):
    """Ada and a newcomer, before anything has happened."""
    configure(FLASKY_ADMIN=[NEW])
    newcomer = make_user("newcomer", confirmed=False)
    return SimpleNamespace(
        ada=ada,
        newcomer=newcomer,
        root=Actor.of(make_administrator()),
        browser=browser,
        sign_in=sign_in,
        outbox=outbox,
        owner=lambda: sign_in(ada),
        run=run,
        file=file,
    )


@pytest.fixture
def heard():
    """Every signal from now on: its event, its sender's name, and what it carries."""
    told = []
    receivers = {event: lambda user, _event=event, **details: told.append((_event, user, details)) for event in Event}
    for event, receiver in receivers.items():
        signal_for(event).connect(receiver)
    yield told
    for event, receiver in receivers.items():
        signal_for(event).disconnect(receiver)


@pytest.fixture
def listen():
    """Connect a receiver to an event for one test."""
    connected = []

    def listen(event, receiver):
        signal_for(event).connect(receiver)
        connected.append((event, receiver))

    yield listen
    for event, receiver in connected:
        signal_for(event).disconnect(receiver)


def recorded():
    db.session.rollback()
    return list(db.session.scalars(db.select(AccountEvent.kind).order_by(AccountEvent.id)))


@pytest.mark.parametrize("event", Event, ids=lambda event: event.name.lower())
def test_each_is_recorded_exactly_once_and_told_as_it_is_recorded(stage, heard, event):
    ACTIONS[event](stage)
    db.session.commit()

    kinds = recorded()
    assert (kinds.count(event), [kind for kind, _, _ in heard]) == (1, kinds)


def test_each_has_words_of_its_own(app):
    labels = [event.label for event in Event]

    assert (len(set(labels)), [label for label in labels if ":" in label]) == (len(Event), [])


def test_the_signals_that_have_a_name_are_these(app):
    named = {name for name, value in vars(signals).items() if isinstance(value, NamedSignal)}
    listed = (ROOT / "docs" / "signals.md").read_text().partition("The named signals")[2].partition("Any other")[0]

    assert named == set(re.findall(r"`(\w+)`", listed))
    assert {vars(signals)[name].name for name in named} - set(Event) == set()


def test_the_sender_is_the_user_and_the_rest_are_the_details(stage, heard):
    stage.owner().submit("/account/username", username="countess")

    event, sender, details = heard[-1]
    assert (event, sender.username, details) == (Event.USERNAME_CHANGED, "countess", {"old": "ada", "new": "countess"})


def welcome(user, **_details: object):
    send_email(user.email, "Welcome", "email/reopened", user=user, login_link="http://flasky.test/")


def test_what_a_receiver_adds_is_kept_with_the_event(stage, listen):
    listen(Event.USERNAME_CHANGED, welcome)

    stage.owner().submit("/account/username", username="countess")

    assert stage.outbox.posted[0] == ("ada@example.com", "email/reopened")


def test_and_lost_with_it(ada, listen):
    listen(Event.USERNAME_CHANGED, welcome)

    ada.change_username("countess")
    db.session.rollback()

    assert (db.session.scalars(db.select(Message)).all(), recorded()) == ([], [])


def test_an_error_in_a_receiver_stores_nothing_but_the_notice_of_it(stage, listen):
    def fail(_user, **_details: object):
        raise ZeroDivisionError

    owner = stage.owner()
    listen(Event.USERNAME_CHANGED, fail)

    with pytest.raises(ZeroDivisionError):
        owner.submit("/account/username", username="countess")

    db.session.expire_all()
    assert (recorded(), stage.ada.username, stage.outbox.posted) == (
        [Event.SIGNED_IN],
        "ada",
        [(NEW, "email/fault")],
    )
