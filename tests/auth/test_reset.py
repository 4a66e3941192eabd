"""Choosing a new password by a mailed link. What it undoes and what voids it is in tests/models/test_recovery.py."""

import pytest

from app import db
from app.models import AccountEvent, Event
from tests.support.people import OTHER_PASSWORD, PASSWORD

NEW = {"password": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
USED = "This link has been used or replaced"


def ask(browser, address="ada@example.com"):
    return browser.submit("/auth/reset", email=address)


def answer_to(browser, path):
    page = browser.get(path)
    while page.location:
        page = browser.follow(page)
    return page.status, page.h1


def kinds():
    db.session.rollback()
    return list(db.session.scalars(db.select(AccountEvent.kind).order_by(AccountEvent.id)))


@pytest.fixture
def link(ada, browser, outbox):
    """The link that was mailed to ada."""
    ask(browser)
    return outbox.link("email/reset")


def test_the_answer_says_where_to_look(browser, ada):
    page = browser.follow(ask(browser))

    assert page.h1 == "Check your inbox"
    assert "If there is an account for ada@example.com, a link is on its way. It works for 15 minutes." in page.main


def test_that_page_is_nothing_to_those_who_have_not_asked(browser):
    assert browser.get("/auth/reset/sent").location == "/auth/reset"


def test_a_stranger_gets_the_same_answer(open_browser, ada):
    known, unknown = open_browser(), open_browser()
    answers = [ask(known), ask(unknown, "eve@example.com")]
    after = [known.follow(answers[0]), unknown.follow(answers[1])]
    pages = [page.text.replace(page.csrf_token, "").replace("eve@", "ada@") for page in after]

    assert (answers[0].status, answers[0].location) == (answers[1].status, answers[1].location)
    assert [page.partition("<main")[2] for page in pages] == [pages[0].partition("<main")[2]] * 2


@pytest.mark.parametrize("address", ["ada@example.com", " ADA@Example.COM "])
def test_a_link_is_mailed_to_the_account(browser, ada, outbox, address):
    ask(browser, address)

    assert (outbox.posted, kinds()) == ([("ada@example.com", "email/reset")], [Event.RESET_REQUESTED])


@pytest.mark.parametrize("address", ["eve@example.com", "eve@new.example"])
def test_nobody_s_address_gets_no_mail(browser, ada, outbox, address):
    ask(browser, address)

    assert (outbox.posted, kinds()) == ([], [])


def test_a_disabled_account_s_address_gets_no_mail(browser, ada, outbox):
    ada.disabled_at = ada.created_at
    db.session.commit()

    ask(browser)

    assert outbox.posted == []


def test_a_closed_account_s_owner_gets_the_way_back(browser, ada, outbox):
    ada.close()
    db.session.commit()

    ask(browser)

    assert outbox.posted == [("ada@example.com", "email/closed")] * 2
    assert answer_to(browser, outbox.link("email/closed")) == (200, "Welcome back, ada")


@pytest.mark.parametrize("address", ["", "ada", "ada@"])
def test_what_is_no_address_is_explained(browser, ada, outbox, address):
    page = ask(browser, address)

    assert (page.status, list(page.errors), outbox.posted) == (422, ["email"], [])


def test_an_address_gets_five_an_hour(browser, ada, outbox, clock):
    for _ in range(6):
        ask(browser)
    few = len(outbox.posted)
    clock.advance(hours=1, seconds=1)
    ask(browser)

    assert (few, len(outbox.posted)) == (5, 6)


def test_the_link_leads_to_the_form_and_leaves_the_address_bar(browser, link):
    page = browser.get(link)

    assert (page.status, page.location) == (302, "/auth/reset/new")
    assert answer_to(browser, link) == (200, "Choose a new password")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_it_changes_nothing_however_often(open_browser, ada, link, method):
    for _ in range(3):
        scanner = open_browser()
        scanner.open(link, method=method)
        scanner.open("/auth/reset/new", method=method)

    assert (kinds(), ada.verify_password(PASSWORD)) == ([Event.RESET_REQUESTED], True)


def test_it_still_works_after_a_scanner_was_there(open_browser, browser, ada, link):
    open_browser().get(link)
    browser.get(link)

    browser.submit("/auth/reset/new", **NEW)

    assert ada.verify_password(OTHER_PASSWORD) is True


def test_the_new_password_is_in_force_and_signs_nobody_in_by_itself(browser, ada, link):
    browser.get(link)

    page = browser.follow(browser.submit("/auth/reset/new", **NEW))

    assert (page.h1, page.flashes) == ("Sign in", ["Your password has been changed. Please sign in with it."])
    assert (ada.verify_password(OTHER_PASSWORD), ada.verify_password(PASSWORD)) == (True, False)


def test_it_works_once(browser, ada, link):
    browser.get(link)
    browser.submit("/auth/reset/new", **NEW)

    assert answer_to(browser, link) == (404, USED)


def test_two_forms_open_at_once_change_it_once(open_browser, ada, link):
    first, second = open_browser(), open_browser()
    first.get(link)
    second.get(link)
    late = second.get("/auth/reset/new")
    first.submit("/auth/reset/new", **NEW)

    third = "nine small lanterns glow"
    page = second.fill_in(late.form_with({"password"}), {"password": third, "password2": third})

    assert (page.status, page.h1, ada.verify_password(OTHER_PASSWORD)) == (404, USED, True)


def test_a_form_sent_with_a_dead_link_is_recorded_as_refused(open_browser, browser, ada, link):
    late = open_browser()
    late.get(link)
    page = late.get("/auth/reset/new")
    browser.get(link)
    browser.submit("/auth/reset/new", **NEW)
    before = len(kinds())

    late.fill_in(page.form_with({"password"}), NEW)

    assert kinds()[before:] == [Event.RESET_REFUSED]


def test_it_works_for_fifteen_minutes(browser, ada, clock, outbox):
    ask(browser)
    clock.advance(minutes=14, seconds=58)

    assert answer_to(browser, outbox.link("email/reset")) == (200, "Choose a new password")


def test_an_old_one_says_so_and_offers_a_new_one(browser, ada, clock, outbox):
    ask(browser)
    clock.advance(minutes=15)

    page = browser.follow(browser.get(outbox.link("email/reset")))

    assert (page.status, page.h1, page.links()["Get a new link"]) == (404, "This link is too old", "/auth/reset")
    assert "work for 15 minutes" in page.main


def test_one_that_grew_old_while_the_password_was_typed_changes_nothing(browser, ada, clock, outbox):
    ask(browser)
    browser.get(outbox.link("email/reset"))
    page = browser.get("/auth/reset/new")
    clock.advance(minutes=15)

    browser.fill_in(page.form_with({"password"}), NEW)

    assert ada.verify_password(PASSWORD) is True


@pytest.mark.parametrize("token", ["x", "a.b", "null", "%00", "%ff", "x" * 4000, "W10.W10"])
def test_rubbish_is_no_link(browser, token):
    assert answer_to(browser, f"/auth/reset/{token}") == (404, "This link does not work")


def test_without_a_link_there_is_no_form(browser):
    assert browser.get("/auth/reset/new").status == 404


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("password1", "This password is too common or too easy to guess. A few unrelated words make a good one."),
        ("seven newcomer rivers", "Your password contains your name or address. Please choose another."),
        ("7 chars", "Please use at least 8 characters."),
    ],
)
def test_a_guessable_password_is_refused_and_the_link_still_works(browser, unconfirmed, outbox, password, message):
    ask(browser, "newcomer@example.com")
    browser.get(outbox.link("email/reset"))

    page = browser.submit("/auth/reset/new", password=password, password2=password)
    answer = browser.submit("/auth/reset/new", **NEW)

    assert (page.status, page.errors, answer.status) == (422, {"password": message}, 303)
