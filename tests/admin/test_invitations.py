"""Inviting people, for administrators. What becomes of the link is in tests/auth/test_invitation.py."""

import pytest

from app import db
from app.models import AccountEvent, Event, Invitation
from tests.support.pages import words


def addresses(page):
    return [words(row) for row in page.all("th") if row.get("scope") == "row"]


def invite(browser, address):
    return browser.submit("/admin/invitations", email=address)


def test_an_address_can_be_invited(administrator, outbox):
    answer = invite(administrator, "Joan@Example.com")

    page = administrator.follow(answer)
    assert (page.flashes, addresses(page)) == (
        ["The invitation is on its way to joan@example.com."],
        ["joan@example.com"],
    )
    assert outbox.posted == [("joan@example.com", "email/invitation")]


def test_who_invited_whom_until_when_is_listed(administrator):
    invite(administrator, "joan@example.com")

    row = administrator.get("/admin/invitations").all("tr")[1]
    assert words(row[1]) == "root"
    assert next(row.iter("time")).get("datetime").startswith("20")


@pytest.mark.parametrize(
    "address", ["", "x", "a@b", "@", "x" * 300 + "@example.com", "ıda@example.com", "\x00@a.example"]
)
def test_what_is_no_address_is_refused(administrator, address):
    answer = invite(administrator, address)

    assert (answer.status, list(answer.errors), db.session.scalar(db.select(Invitation))) == (422, ["email"], None)


def test_a_known_address_is_refused_with_a_plain_word(ada, administrator):
    answer = invite(administrator, ada.email)

    assert (answer.status, answer.errors) == (
        422,
        {"email": "Another account has this address, and has confirmed it."},
    )


def test_inviting_again_leaves_one_invitation(administrator, outbox):
    statuses = [invite(administrator, "joan@example.com").status for _ in range(2)]

    assert (statuses, addresses(administrator.get("/admin/invitations"))) == ([303, 303], ["joan@example.com"])


def test_an_invitation_can_be_withdrawn(administrator, browser, outbox):
    invite(administrator, "joan@example.com")
    link = outbox.link("email/invitation")

    page = administrator.follow(administrator.press("/admin/invitations", "Withdraw"))

    assert (page.flashes, addresses(page)) == (["The invitation is withdrawn, and its link is dead."], [])
    assert browser.follow(browser.get(link)).status == 404
    kinds = list(db.session.scalars(db.select(AccountEvent.kind).order_by(AccountEvent.id)))
    assert kinds[1:] == [Event.INVITED, Event.INVITATION_WITHDRAWN]


@pytest.mark.parametrize("number", ["0", "-1", "x", str(2**63), str(2**63 - 1)])
def test_an_unknown_invitation_is_not_found(administrator, number):
    token = administrator.get("/account/data").csrf_token

    assert administrator.post(f"/admin/invitations/{number}/withdraw", {"csrf_token": token}).status == 404


def test_when_registration_is_closed_nobody_can_be_invited(administrator, configure):
    configure(FLASKY_REGISTRATION="closed")
    token = administrator.get("/account/data").csrf_token

    page = administrator.get("/admin/invitations")
    answer = administrator.post("/admin/invitations", {"csrf_token": token, "email": "joan@example.com"})

    assert ("Registration is closed" in page.main, page.forms_in(next(page.tree.iter("main")))) == (True, [])
    assert (answer.status, db.session.scalar(db.select(Invitation))) == (422, None)
