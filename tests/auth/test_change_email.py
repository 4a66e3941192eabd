"""Following the link that was mailed to an account's new address."""

import pytest

from app import db
from app.models import AccountEvent, AddressChange, Event
from tests.support.people import PASSWORD, make_user

NEW = "ada@new.example"
USED = "This link has been used or replaced"


@pytest.fixture
def link(ada, sign_in, outbox):
    """The link that was mailed to ada's new address."""
    sign_in(ada).submit("/account/email", email=NEW)
    return outbox.link("email/confirm_new_address")


def kinds(user):
    db.session.rollback()
    mine = db.select(AccountEvent.kind).where(AccountEvent.user_id == user.id)
    return list(db.session.scalars(mine.order_by(AccountEvent.id)))


def answer_to(browser, path):
    page = browser.get(path)
    while page.location:
        page = browser.follow(page)
    return page.status, page.h1


def test_the_owner_s_signed_in_browser_moves_the_account_by_the_link_alone(ada, link, sign_in):
    browser = sign_in(ada)

    page = browser.follow(browser.get(link))

    assert (page.h1, page.flashes) == ("Hello, ada!", ["Your address has been changed."])
    assert (ada.email, ada.pending_email) == (NEW, None)


def test_elsewhere_it_takes_the_password(browser, ada, link):
    asked = browser.follow(browser.get(link))

    page = browser.follow(browser.submit("/auth/change-email", password=PASSWORD))

    assert (asked.h1, page.h1, ada.email) == (f"Confirm {NEW}", "Hello, ada!", NEW)


def test_another_password_moves_nothing(browser, ada, link):
    browser.get(link)

    page = browser.submit("/auth/change-email", password="wrong")

    assert page.errors == {"password": "This is not the password of this account. Please try again."}
    assert (page.status, ada.email) == (422, "ada@example.com")


def test_somebody_else_s_session_moves_neither(ada, grace, link, sign_in):
    browser = sign_in(grace)

    browser.follow(browser.get(link))

    assert (ada.email, grace.email) == ("ada@example.com", "grace@example.com")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_without_a_session_the_link_changes_nothing_however_often(open_browser, ada, link, method):
    before = kinds(ada)
    for _ in range(3):
        scanner = open_browser()
        scanner.open(link, method=method)
        scanner.open("/auth/change-email", method=method)

    assert (ada.email, kinds(ada)) == ("ada@example.com", before)


def test_the_old_address_gets_the_way_back(ada, link, sign_in, outbox):
    sign_in(ada).get(link)

    mail = outbox.newest("email/address_changed")
    assert (mail.to_address, outbox.link("email/address_changed").split("/")[2]) == ("ada@example.com", "undo-email")
    assert "no longer ada@example.com. It is now ada@new.example" in " ".join(mail.text_body.split())


def test_it_is_recorded_once_with_both_addresses(ada, link, sign_in):
    sign_in(ada).get(link)

    event = db.session.scalars(db.select(AccountEvent).where(AccountEvent.kind == Event.EMAIL_CHANGED)).one()
    assert event.details == {"old": "ada@example.com", "new": NEW}


def test_the_others_are_signed_out_and_this_one_is_not(ada, link, sign_in):
    here, there, remembered = sign_in(ada), sign_in(ada), sign_in(ada, remember_me="y")

    here.get(link)

    assert [one.is_signed_in() for one in (here, there, remembered)] == [True, False, False]


@pytest.mark.parametrize(("identifier", "status"), [("ada@example.com", 422), (NEW, 303), ("ada", 303)])
def test_only_the_new_address_signs_in(browser, ada, link, sign_in, identifier, status):
    sign_in(ada).get(link)

    assert browser.submit("/auth/login", email=identifier, password=PASSWORD).status == status


def test_a_used_link_says_so(browser, ada, link, sign_in):
    sign_in(ada).get(link)

    assert answer_to(browser, link) == (404, USED)


def test_a_used_link_reassures(browser, ada, link, sign_in):
    sign_in(ada).get(link)

    page = browser.follow(browser.get(link))

    assert page.links() == {"Go to your address": "/account/email"}
    assert "all is well: your new address is in force" in page.main


def test_a_link_lasts_an_hour(browser, ada, sign_in, outbox, clock):
    sign_in(ada).submit("/account/email", email=NEW)
    link = outbox.link("email/confirm_new_address")
    clock.advance(minutes=59)
    in_time = answer_to(browser, link)
    clock.advance(minutes=1)

    assert (in_time, answer_to(browser, link)) == ((200, f"Confirm {NEW}"), (404, "This link is too old"))


def test_an_old_link_does_not_move_its_owner_either(ada, sign_in, outbox, clock):
    browser = sign_in(ada)
    browser.submit("/account/email", email=NEW)
    clock.advance(hours=1)

    answer_to(browser, outbox.link("email/confirm_new_address"))

    assert ada.email == "ada@example.com"


def test_an_address_taken_meanwhile_stays_with_its_owner(ada, link, sign_in):
    owner = make_user("owner", email=NEW)
    browser = sign_in(ada)

    page = browser.follow(browser.get(link))

    assert page.flashes == ["This link does not work any more. Please ask for a new one."]
    assert (ada.email, owner.email) == ("ada@example.com", NEW)
    assert kinds(ada)[-1] == Event.EMAIL_CHANGE_REFUSED


def test_a_sign_up_that_nobody_confirmed_gives_way(ada, link, sign_in):
    make_user("squatter", email=NEW, confirmed=False)

    sign_in(ada).get(link)

    assert ada.email == NEW


def test_of_two_who_ask_for_one_address_the_first_to_prove_it_has_it(ada, grace, link, sign_in, outbox):
    sign_in(grace).submit("/account/email", email=NEW)
    second = outbox.link("email/confirm_new_address")
    sign_in(ada).get(link)

    sign_in(grace).get(second)

    assert (ada.email, grace.email) == (NEW, "grace@example.com")


def test_a_form_sent_with_a_dead_link_is_recorded_as_refused(browser, ada, link, sign_in):
    browser.get(link)
    page = browser.get("/auth/change-email")
    sign_in(ada).get(link)
    before = len(kinds(ada))

    browser.fill_in(page.form_with({"password"}), {"password": PASSWORD})

    assert kinds(ada)[before:] == [Event.EMAIL_CHANGE_REFUSED]


@pytest.mark.parametrize("token", ["x", "a.b", "null", "%00", "%ff", "x" * 4000, "W10.W10"])
def test_rubbish_is_no_link(browser, token):
    assert answer_to(browser, f"/auth/change-email/{token}") == (404, "This link does not work")


def test_the_history_of_addresses_is_kept(ada, link, sign_in):
    sign_in(ada).get(link)

    change = db.session.scalars(db.select(AddressChange)).one()
    assert (change.old_email, change.new_email, change.undone_at) == ("ada@example.com", NEW, None)
