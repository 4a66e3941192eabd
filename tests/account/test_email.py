"""Asking for another address. What its link does is in tests/auth/test_change_email.py."""

import pytest

from app import db
from app.models import AccountEvent, Event, User

NEW = "ada@new.example"
SENT = f"We wrote to {NEW}. Follow the link there to finish."
ENOUGH = "That address had many mails from us lately. Please try again in an hour."


def kinds():
    return list(db.session.scalars(db.select(AccountEvent.kind).order_by(AccountEvent.id)))


@pytest.fixture
def owner(ada, sign_in):
    """Ada's browser."""
    return sign_in(ada)


def ask(browser, address=NEW):
    return browser.follow(browser.submit("/account/email", email=address))


def test_the_page_names_the_present_address(owner):
    assert "Your address is ada@example.com." in owner.get("/account/email").main


def test_the_answer_says_where_to_look(owner):
    page = ask(owner)

    assert (page.h1, page.flashes) == ("Change your address", [SENT])


def test_the_account_does_not_move_yet(ada, owner):
    ask(owner)

    assert (ada.email, ada.pending_email) == ("ada@example.com", NEW)


def test_both_addresses_are_told_at_once(owner, outbox):
    ask(owner)

    assert outbox.posted == [
        (NEW, "email/confirm_new_address"),
        ("ada@example.com", "email/address_change_requested"),
    ]


def test_the_old_address_is_told_again_when_it_is_done(owner, outbox):
    ask(owner)
    owner.get(outbox.link("email/confirm_new_address"))

    assert outbox.posted[2:] == [("ada@example.com", "email/address_changed")]


def test_the_whole_change_is_three_events(owner, outbox):
    ask(owner)
    owner.get(outbox.link("email/confirm_new_address"))

    assert kinds() == [Event.SIGNED_IN, Event.EMAIL_CHANGE_REQUESTED, Event.EMAIL_CHANGED]


def test_a_pending_change_is_shown(owner):
    page = ask(owner)

    assert f"We wrote to {NEW}. Follow the link in that mail within an hour" in page.main


def test_it_can_be_cancelled(ada, owner):
    ask(owner)

    page = owner.follow(owner.press("/account/email", "Cancel the change"))

    assert (page.flashes, ada.email, ada.pending_email) == (["Your address stays as it is."], "ada@example.com", None)


def test_a_cancelled_change_cannot_be_finished(ada, owner, outbox):
    ask(owner)
    owner.press("/account/email", "Cancel the change")

    owner.get(outbox.link("email/confirm_new_address"))

    assert ada.email == "ada@example.com"


def test_cancelling_needs_no_password_again(ada, owner, clock):
    ask(owner)
    page = owner.get("/account/email")
    clock.advance(minutes=11)

    owner.fill_in(page.form_saying("Cancel the change"), {})

    assert ada.pending_email is None


def test_nothing_pending_is_nothing_to_cancel(owner):
    page = owner.follow(owner.post("/account/email/cancel", {"csrf_token": owner.get("/account/email").csrf_token}))

    assert (page.flashes, kinds()) == ([], [Event.SIGNED_IN])


def test_a_newer_request_takes_the_place_of_the_older(ada, owner, outbox):
    ask(owner, "typo@new.example")
    stale = outbox.link("email/confirm_new_address")
    ask(owner)

    owner.get(stale)

    assert (ada.email, ada.pending_email) == ("ada@example.com", NEW)


def test_a_newer_request_for_the_same_address_voids_the_older_link(ada, owner, outbox):
    ask(owner)
    stale = outbox.link("email/confirm_new_address")
    ask(owner)

    owner.get(stale)

    assert ada.email == "ada@example.com"


def test_a_taken_address_is_refused_without_saying_so(grace, owner):
    free, taken = ask(owner, "grace@new.example"), ask(owner, "grace@example.com")

    assert taken.main == free.main.replace("grace@new.example", "grace@example.com")


def test_the_owner_of_a_taken_address_is_warned_instead(grace, owner, outbox):
    ask(owner, "grace@example.com")

    assert outbox.posted == [
        ("grace@example.com", "email/already_registered"),
        ("ada@example.com", "email/address_change_requested"),
    ]


def test_the_address_of_a_closed_account_is_taken_too(grace, owner, outbox):
    grace.close()
    db.session.commit()

    ask(owner, "grace@example.com")

    assert outbox.posted[1:] == [
        ("grace@example.com", "email/already_registered"),
        ("ada@example.com", "email/address_change_requested"),
    ]


@pytest.mark.parametrize("address", ["ada@example.com", " ADA@Example.com "])
def test_one_s_own_address_is_none_to_change_to(owner, outbox, address):
    page = owner.submit("/account/email", email=address)

    assert (page.status, page.errors, outbox.posted) == (422, {"email": "This is your address already."}, [])


@pytest.mark.parametrize("address", ["ada", "ada@", "@new.example", "a b@new.example", f"{NEW}\r\nBcc: b@c.de"])
def test_what_is_no_address_is_explained(ada, owner, address):
    page = owner.submit("/account/email", email=address)

    assert page.errors == {"email": "This is not an email address. It looks like name@example.com."}
    assert (page.status, ada.pending_email) == (422, None)


def test_an_address_has_one_spelling(ada, owner):
    ask(owner, " Ada@Bücher.EXAMPLE ")

    assert ada.pending_email == "ada@xn--bcher-kva.example"


def test_the_sixth_mail_an_hour_to_an_address_is_not_written(owner, outbox):
    for _ in range(5):
        ask(owner)

    page = ask(owner)

    assert (page.flashes, [to for to, _ in outbox.posted].count(NEW)) == ([ENOUGH], 5)


def test_an_hour_later_there_may_be_more(ada, sign_in, clock, outbox):
    owner = sign_in(ada)
    for _ in range(5):
        ask(owner)
    clock.advance(hours=1, seconds=1)

    page = ask(sign_in(ada))

    assert (page.flashes, [to for to, _ in outbox.posted].count(NEW)) == ([SENT], 6)


def test_two_may_wait_for_one_address(ada, owner, grace, sign_in):
    ask(owner)
    ask(sign_in(grace))

    assert [user.pending_email for user in db.session.scalars(db.select(User))] == [NEW, NEW]
