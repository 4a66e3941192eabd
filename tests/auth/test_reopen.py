"""Opening a closed account again."""

import pytest

from app import db
from app.models import AccountEvent, Event
from tests.support.people import PASSWORD


@pytest.fixture
def link(ada, outbox):
    """The link that was mailed to ada when she closed her account."""
    ada.close()
    db.session.commit()
    return outbox.link("email/closed")


def reopen(browser, link):
    browser.get(link)
    return browser.press("/auth/reopen", "Reopen my account")


def answer_to(browser, path):
    page = browser.get(path)
    while page.location:
        page = browser.follow(page)
    return page.status, page.h1


def kinds():
    db.session.rollback()
    return list(db.session.scalars(db.select(AccountEvent.kind).order_by(AccountEvent.id)))


def test_the_link_leads_to_a_page_that_asks(browser, ada, link):
    assert answer_to(browser, link) == (200, "Welcome back, ada")


def test_the_account_is_open_again(browser, ada, link):
    page = browser.follow(reopen(browser, link))

    assert (page.h1, page.flashes) == ("Sign in", ["Your account is open again. Please sign in."])
    assert ada.closed_at is None


def test_the_password_is_the_one_of_before(browser, ada, link):
    reopen(browser, link)

    assert browser.submit("/auth/login", email="ada", password=PASSWORD).status == 303


def test_the_link_itself_signs_nobody_in(browser, link):
    reopen(browser, link)

    assert browser.is_signed_in() is False


def test_the_profile_is_there_again(browser, link):
    reopen(browser, link)

    assert browser.get("/user/ada").status == 200


def test_sessions_of_before_stay_dead(browser, ada, sign_in, outbox):
    before = sign_in(ada)
    kept = before.cookies
    before.submit("/account/close", username="ada")

    reopen(browser, outbox.link("email/closed"))

    assert before.take(kept).is_signed_in() is False


def test_the_owner_is_told_and_it_is_recorded_once(browser, outbox, link):
    reopen(browser, link)

    assert kinds() == [Event.CLOSED, Event.REOPENED]
    assert outbox.posted == [("ada@example.com", "email/closed"), ("ada@example.com", "email/reopened")]


def test_it_works_once(browser, link):
    reopen(browser, link)

    assert answer_to(browser, link) == (404, "This link has been used or replaced")


def test_a_used_link_reassures(browser, link):
    reopen(browser, link)
    browser.get("/")

    page = browser.follow(browser.get(link))

    assert "If you followed it before, all is well: your account is open." in page.main
    assert page.links() == {"Sign in": "/auth/login", "Create an account": "/auth/register"}


def test_the_link_of_an_earlier_closing_is_void(browser, ada, link, outbox):
    reopen(browser, link)
    ada.close()
    db.session.commit()

    assert answer_to(browser, link)[0] == 404
    assert answer_to(browser, outbox.link("email/closed"))[0] == 200


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_it_changes_nothing_however_often(open_browser, ada, link, method):
    for _ in range(3):
        scanner = open_browser()
        scanner.open(link, method=method)
        scanner.open("/auth/reopen", method=method)

    assert (ada.closed_at is None, kinds()) == (False, [Event.CLOSED])


def test_it_works_for_fourteen_days(browser, clock, ada, link):
    clock.advance(days=13, hours=23, minutes=59)

    reopen(browser, link)

    assert ada.closed_at is None


def test_then_it_is_too_late(browser, clock, ada, link):
    clock.advance(days=14)

    page = browser.follow(browser.get(link))

    assert (page.status, page.h1) == (404, "This link is too old")
    assert "An account can be opened again for 14 days." in page.main


def test_a_form_open_until_then_is_too_late_too(browser, clock, ada, link):
    browser.get(link)
    page = browser.get("/auth/reopen")
    clock.advance(days=14)

    answer = browser.fill_in(page.form_saying("Reopen my account"), {})

    assert (answer.status, ada.closed_at is None) == (404, False)


def test_a_disabled_account_stays_disabled(browser, ada, link):
    ada.disabled_at = ada.closed_at
    db.session.commit()

    reopen(browser, link)

    assert browser.submit("/auth/login", email="ada", password=PASSWORD).status == 422


@pytest.mark.parametrize("token", ["x", "a.b", "null", "%00", "%ff", "x" * 4000, "W10.W10"])
def test_rubbish_is_no_link(browser, token):
    assert answer_to(browser, f"/auth/reopen/{token}") == (404, "This link does not work")


def test_another_site_reopens_nothing(browser, ada, link):
    browser.get(link)

    assert (browser.post("/auth/reopen").status, ada.closed_at is None) == (400, False)
