"""What a form does not show it does not change, whatever is sent along with it."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import NamedTuple

import pytest

from app import clock, db
from app.models import COMMAND_LINE, Event, Invitation, LoginSession, Message, Role, User
from app.models.user.email_change import UNDO
from tests.security.steps import make_change, reset_token
from tests.support.acts import make_administrator
from tests.support.people import OTHER_PASSWORD, PASSWORD, hash_of, make_user
from tests.support.signups import JOAN
from tests.whole_app.test_routes import posting

NEW = "ada@new.example"
TWICE = {"password": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
EVIL_ID = 2**40 + 4711  # beyond what the tests of a whole run count up to
# Times that pass by whatever is done.
PASSING = {"last_seen_at", "last_sign_in_at"}


class Case(NamedTuple):
    """A form as somebody fills it in, what it then changes of whom, and the link that leads to it."""

    who: str
    fields: Mapping[str, str] = MappingProxyType({})
    changes: AbstractSet[tuple[str, str]] = frozenset()
    link: str = ""


def of(name: str, *columns: str) -> set[tuple[str, str]]:
    return {(name, column) for column in columns}


CASES = {
    "/": Case("", {"name": "Joan"}),
    "/account/close": Case("ada", {"username": "ada"}, of("ada", "closed_at")),
    "/account/data": Case("ada"),
    "/account/email": Case("ada", {"email": NEW}, of("ada", "pending_email", "email_change_requested_at")),
    "/account/email/cancel": Case("moving", {}, of("moving", "pending_email")),
    "/account/language": Case(
        "ada", {"language": "es", "timezone": "Europe/Madrid"}, of("ada", "language", "timezone")
    ),
    "/account/password": Case("ada", {"old_password": PASSWORD, **TWICE}, of("ada", "password_hash")),
    "/account/profile": Case("ada", {"name": "Ada", "about": "Notes"}, of("ada", "name", "about")),
    "/account/sessions/<id:id>/end": Case("ada"),
    "/account/sessions/end-others": Case("ada"),
    "/account/username": Case("ada", {"username": "countess"}, of("ada", "username", "username_key")),
    "/admin/events/export": Case("root"),
    "/admin/invitations": Case("root", {"email": "jane@example.com"}),
    "/admin/invitations/<id:id>/withdraw": Case("root"),
    "/admin/mail/<id:id>/retry": Case("root"),
    "/admin/users/<id:id>/close": Case("root", {}, of("grace", "closed_at")),
    "/admin/users/<id:id>/confirm": Case("root", {}, of("newcomer", "confirmed")),
    "/admin/users/<id:id>/disable": Case("root", {"reason": "Spam."}, of("grace", "disabled_at", "disabled_reason")),
    "/admin/users/<id:id>/enable": Case("root", {}, of("disabled", "disabled_at")),
    "/admin/users/<id:id>/end-sessions": Case("root"),
    "/admin/users/<id:id>/reset": Case("root", {}, of("grace", "reset_requested_at")),
    "/admin/users/<id:id>/resend": Case("root", {}, of("newcomer", "confirmation_sent_at")),
    "/admin/users/<id:id>/role": Case("root", {"role": "Moderator"}, of("grace", "role_id")),
    "/admin/users/export": Case("root"),
    "/auth/change-email": Case("", {"password": PASSWORD}, of("moving", "email", "pending_email", "language"), "move"),
    "/auth/confirm": Case("", {"password": PASSWORD}, of("newcomer", "confirmed", "language"), "confirm"),
    "/auth/fresh": Case("ada", {"fresh_password": PASSWORD}),
    "/auth/invite": Case("", {"username": "joan", **TWICE}, set(), "invite"),
    # Who signs in for the first time is written to in the language of the page from then on.
    "/auth/login": Case("", {"email": "ada", "password": PASSWORD}, of("ada", "language")),
    "/auth/logout": Case("ada"),
    "/auth/register": Case("", JOAN),
    "/auth/reopen": Case("", {}, of("closed", "closed_at"), "reopen"),
    "/auth/reset": Case("", {"email": "ada@example.com"}, of("ada", "reset_requested_at")),
    "/auth/reset/new": Case("", TWICE, of("ada", "password_hash", "browsers_since"), "reset"),
    "/auth/strength": Case("", {"password": PASSWORD}),
    "/auth/unconfirmed/address": Case(
        "newcomer", {"email": NEW}, of("newcomer", "pending_email", "confirmation_sent_at")
    ),
    "/auth/unconfirmed/resend": Case("newcomer", {}, of("newcomer", "confirmation_sent_at")),
    "/auth/undo-email": Case(
        "", {}, of("grace", "email", "password_hash", "browsers_since", "reset_requested_at"), "undo"
    ),
    "/dev/components": Case(""),
    "/language": Case("ada", {"language": "es"}, of("ada", "language")),
    "/theme": Case("ada", {"theme": "dark"}),
}
TARGETS = {"confirm": "newcomer", "resend": "newcomer", "enable": "disabled"}


@pytest.fixture
def links(app, ada, grace, unconfirmed, outbox):
    """People in every state, a mail and an invitation that wait; the mailed links, by what they are for."""
    root, closed, disabled = make_administrator(), make_user("closed"), make_user("disabled")
    root.record(Event.SIGNED_IN)
    closed.close()
    disabled.disabled_at = clock.now()
    moving = make_user("moving")
    moving.request_email_change("moving@new.example")
    unconfirmed.request_confirmation()
    Invitation.invite("joan@example.com", COMMAND_LINE)
    db.session.commit()
    return {
        "move": outbox.link("email/confirm_new_address"),
        "confirm": outbox.link("email/confirm"),
        "invite": outbox.link("email/invitation"),
        "reopen": outbox.link("email/closed"),
        "reset": f"/auth/reset/{reset_token(ada)}",
        "undo": f"/auth/undo-email/{UNDO.sign(make_change(grace))}",
    }


@pytest.fixture
def come_in(links, open_browser, sign_in):
    """A browser of whoever fills in the form, who has opened the link that leads there."""

    def come_in(case):
        sign_in(User.with_name("grace"))  # so that there is something to end
        browser = sign_in(User.with_name(case.who)) if case.who else open_browser()
        if case.link:
            browser.get(links[case.link])
        return browser

    return come_in


def address(path, who):
    """A real address for a route."""
    tables = {"/admin/invitations": Invitation, "/admin/mail": Message, "/account/sessions": LoginSession}
    table = next((table for beginning, table in tables.items() if path.startswith(beginning)), None)
    if table is LoginSession:
        id_ = db.session.scalar(db.select(LoginSession.id).join(User).where(User.username == who))
    else:
        target = User.with_name(TARGETS.get(path.rpartition("/")[2], "grace")).id
        id_ = db.session.scalar(db.select(table.id)) if table else target
    return path.replace("<id:id>", str(id_))


def people():
    """Each account's columns, by its id, but for the times that pass anyway."""
    db.session.rollback()
    columns = [column for column in User.__table__.columns if column.name not in PASSING]
    return {row["id"]: dict(row) for row in db.session.execute(db.select(*columns)).mappings()}


def changes(before, after):
    names = {id_: row["username"] for id_, row in before.items()}
    return {
        (names[id_], column)
        for id_, row in before.items()
        for column, value in row.items()
        if after.get(id_, {}).get(column) != value
    }


def smuggled(case, confirmed):
    """What is sent along: whatever would be worth having, and the form does not show."""
    grace = User.with_name("grace")
    evil = {
        "id": str(EVIL_ID),
        "user_id": str(grace.id),
        "owner": str(grace.id),
        "email": "evil@example.com",
        "pending_email": "evil@example.com",
        "username": "evil",
        "role": "Administrator",
        "role_id": str(Role.named("Administrator").id),
        "permissions": "2047",
        "confirmed": confirmed,
        "password_hash": hash_of("a password of the thief's own"),
        "closed_at": "2026-01-01 00:00:00",
        "disabled_at": "",
        "is_active": "1",
    }
    return {name: value for name, value in evil.items() if name not in case.fields}


@pytest.mark.parametrize("confirmed", ["", "1"])
@pytest.mark.parametrize("path", CASES)
def test_only_what_the_form_shows_is_changed(come_in, path, confirmed):
    case = CASES[path]
    browser = come_in(case)
    token = browser.get("/auth/logout" if case.who else "/auth/login").csrf_token
    before, sent = people(), {"csrf_token": token, **smuggled(case, confirmed), **case.fields}
    page = browser.post(address(path, case.who), sent)
    after = people()

    assert page.status in {200, 303}, page.text
    assert changes(before, after) == case.changes
    joined = [after[id_] for id_ in after.keys() - before.keys()]
    expected = [("joan", "joan@example.com", path == "/auth/invite", Role.named("User").id, None, None)]
    columns = ("username", "email", "confirmed", "role_id", "closed_at", "disabled_at")
    assert [tuple(row[name] for name in columns) for row in joined] == (
        expected if path in {"/auth/register", "/auth/invite"} else []
    )
    assert EVIL_ID not in after
    assert [row["password_hash"] for row in after.values() if row["password_hash"] == sent["password_hash"]] == []


def test_every_form_of_the_application_is_here():
    assert set(CASES) == set(posting("all", "settled", "people", "members", "moderators", "administrators"))
