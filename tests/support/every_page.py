"""Every page of the site, by the people it is shown to, who each have something to see there."""

import re
from collections.abc import Iterator, Sequence

from playwright.sync_api import Page

from app import db
from app.models import Actor, Event, Invitation, User
from app.models.address_change import AddressChange
from app.models.invitation import INVITE
from app.models.user.closing import REOPEN
from app.models.user.email_change import UNDO
from tests.support.people import PASSWORD, make_user

PAGES = {
    "stranger": """/ /auth/login /auth/register /auth/registered /auth/reset /auth/reset/sent /auth/confirm/x
        /auth/invite/x /auth/reset/x /auth/reopen/x /auth/change-email/x /auth/undo-email/x
        /auth/confirm/{confirm} /auth/invite/{invite} /auth/reset/{reset} /auth/reopen/{reopen}
        /auth/change-email/{change_email} /auth/undo-email/{undo} /nowhere
        /dev/mail /dev/mail/1 /dev/mail/samples /dev/mail/samples/confirm /dev/components""",
    "newcomer": "/auth/unconfirmed /auth/logout",
    "ada": """/ /user/ada /account/ /account/profile /account/username /account/email /account/password
        /account/sessions /account/activity /account/data /account/language /account/close /auth/fresh /auth/logout""",
    "root": """/admin/ /admin/users /admin/users?search=nobody /admin/users/1 /admin/users/1/disable
        /admin/users/1/role /admin/users/1/close /admin/users/1/end-sessions /admin/users/2/confirm
        /admin/invitations /admin/events /admin/mail""",
}
REFUSED = ("/auth/login", "/auth/register", "/auth/reset", "/account/email", "/account/password")


def settle() -> dict[str, str]:
    """Make the people, in an application's context; the links that were mailed, by what they are for."""
    ada, newcomer, moving = make_user("ada"), make_user("newcomer", confirmed=False), make_user("moving")
    root, closed = make_user("root", role="Administrator"), make_user("closed")
    closed.close()
    newcomer.request_confirmation()
    ada.record(Event.SIGNED_IN)
    ada.request_email_change("ada@new.example")
    Invitation.invite("joan@example.com", Actor("root", user=root))
    db.session.add(AddressChange(user_id=moving.id, old_email="moving@old.example", new_email=moving.email))
    db.session.flush()
    links = links_of(ada, newcomer, moving, closed)
    db.session.commit()
    return links


def links_of(ada: User, newcomer: User, moving: User, closed: User) -> dict[str, str]:
    return {
        "confirm": newcomer.generate_confirmation_token(),
        "invite": INVITE.sign(db.session.scalars(db.select(Invitation)).one()),
        "reset": ada.generate_reset_token(),
        "reopen": REOPEN.sign(closed),
        "change_email": moving.generate_email_change_token("moving@new.example"),
        "undo": UNDO.sign(db.session.scalars(db.select(AddressChange)).one()),
    }


def states(page: Page, person: str, links: dict[str, str], words: Sequence[str] = ("",)) -> Iterator[str]:
    """Open each page whose address has one of the words, and empty forms that are refused; what each is called."""
    come(page, person)
    for path in PAGES[person].split():
        if not any(word in path for word in words):
            continue
        page.goto(path.format(**links))
        name = f"{person}{re.sub(r'[/?{}]+', '-', path)}".rstrip("-")
        yield name
        if path in REFUSED:
            page.locator("main form[novalidate] [type=submit]").first.click()
            page.locator(".error-summary").wait_for()
            yield f"{name}-refused"


def come(page: Page, person: str) -> None:
    """Sign in; a stranger registers instead and asks for a new password, and waits for both mails."""
    if person == "stranger":
        fill_in(
            page, "/auth/register", email="jane@example.com", username="jane", password=PASSWORD, password2=PASSWORD
        )
        fill_in(page, "/auth/reset", email="jane@example.com")
    else:
        fill_in(page, "/auth/login", email=person, password=PASSWORD)


def fill_in(page: Page, path: str, **fields: str) -> None:
    page.goto(path)
    for name, value in fields.items():
        page.fill(f"main [name={name}]", value)
    page.locator("main form[novalidate] [type=submit]").first.click()
    page.wait_for_url(lambda url: not url.endswith(path))
