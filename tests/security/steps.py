"""What people do again and again in these tests, in few words."""

import hashlib
from typing import Any

from sqlalchemy import select

from app import clock, db
from app.models import AddressChange, Invitation, User
from app.models.invitation import INVITE
from app.models.user.closing import REOPEN
from app.models.user.confirmation import CONFIRM
from app.models.user.email_change import CHANGE, UNDO
from app.models.user.recovery import RESET
from tests.support.client import Browser
from tests.support.pages import Page
from tests.support.people import OTHER_PASSWORD, PASSWORD

WRONG = "not the password"
FREE = 5  # wrong passwords at an account, or from a browser that it knows (app/limits.py)
LINKS = {
    "confirm": (CONFIRM, "/auth/confirm", "/auth/confirm"),
    "reset": (RESET, "/auth/reset", "/auth/reset/new"),
    "change_email": (CHANGE, "/auth/change-email", "/auth/change-email"),
    "undo_email": (UNDO, "/auth/undo-email", "/auth/undo-email"),
    "reopen": (REOPEN, "/auth/reopen", "/auth/reopen"),
    "invite": (INVITE, "/auth/invite", "/auth/invite"),
}


def make_change(user: User) -> AddressChange:
    """A change of the account's address that its old owner may undo; it has the id that the account has."""
    change = AddressChange(id=user.id, user_id=user.id, old_email="old@example.com", new_email=user.email)
    db.session.add(change)
    db.session.commit()
    return change


def make_invitation(user: User) -> Invitation:
    """An invitation to another address; it has the id that the account has."""
    until = clock.now() + INVITE.lifetime
    invitation = Invitation(id=user.id, email=f"{user.id}@new.example", invited_by="root", expires_at=until)
    db.session.add(invitation)
    db.session.commit()
    return invitation


def owner_of(kind: str, user: User) -> User | AddressChange | Invitation:
    """The row that a link of this kind is about, in the account's place."""
    return {"undo_email": make_change, "invite": make_invitation}.get(kind, lambda user: user)(user)


def raw(browser: Browser, header: str = "") -> dict[str, dict[str, str]]:
    """From now on the browser sends this Cookie header, and keeps no cookies itself: options for a request."""
    browser.client = browser.app.test_client(use_cookies=False)
    return {"headers": {"Cookie": header}}


def opened(browser: Browser, kind: str, token: str) -> Page:
    """The page that a mailed link leads to in this browser."""
    return browser.follow(browser.get(f"{LINKS[kind][1]}/{token}"))


def reset_token(user: User) -> str:
    token = user.generate_reset_token()
    db.session.commit()
    return token


def reset(browser: Browser, user: User, password: str = OTHER_PASSWORD) -> Page:
    """Choose a new password by a mailed link."""
    opened(browser, "reset", reset_token(user))
    return browser.submit("/auth/reset/new", password=password, password2=password)


def request_move(user: User, address: str) -> str:
    """Ask for the account to move; the token that is mailed to the new address."""
    token = user.generate_email_change_token(address)
    db.session.commit()
    return token


def guess(browser: Browser, who: str, password: str = WRONG, **options: Any) -> Page:
    """Type a password at the sign-in page."""
    return browser.send("/auth/login", {"email": who, "password": password}, **options)


def guesses(browser: Browser, who: str, many: int) -> list[int]:
    """The statuses of so many wrong passwords."""
    return [guess(browser, who).status for _ in range(many)]


def is_signed_in(browser: Browser) -> bool:
    """Whether the sign-in page sends whoever uses this browser on."""
    return browser.get("/auth/login").status == 303


def works(browser: Browser, who: str, password: str = PASSWORD) -> bool:
    """Whether the password opens the account now, in a browser that is nobody's yet."""
    return guess(browser, who, password).status == 303


def checksum(*without: str) -> dict[str, str]:
    """Every table's content, as a fingerprint."""
    db.session.rollback()
    tables = [table for table in db.metadata.sorted_tables if table.name not in without]
    return {table.name: fingerprint(table) for table in tables}


def fingerprint(table) -> str:
    rows = db.session.execute(select(table).order_by(*table.primary_key)).all()
    return hashlib.sha256(repr(rows).encode()).hexdigest()
