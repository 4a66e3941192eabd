"""The overview of an account's settings."""

import pytest

PAGES = [
    ("Profile", "/account/profile"),
    ("Username", "/account/username"),
    ("Email", "/account/email"),
    ("Password", "/account/password"),
    ("Language and time", "/account/language"),
    ("Devices", "/account/sessions"),
    ("Activity", "/account/activity"),
    ("Your data", "/account/data"),
    ("Close account", "/account/close"),
]


def test_it_leads_to_every_page(ada, sign_in):
    page = sign_in(ada).get("/account/")

    assert (page.h1, list(page.links().items())) == ("Settings", [("Settings", "/account/"), *PAGES])


@pytest.mark.parametrize(("label", "path"), PAGES)
def test_each_page_marks_where_one_is(ada, sign_in, label, path):
    page = sign_in(ada).get(path)

    here = [link.get("href") for link in page.all("a") if link.get("aria-current") == "page"]
    assert (page.status, here) == (200, [path])


@pytest.mark.parametrize("path", ["/account/email", "/account/password"])
def test_a_page_that_was_refused_marks_it_too(ada, sign_in, path):
    page = sign_in(ada).send(path, {})

    here = [link.get("href") for link in page.all("a") if link.get("aria-current") == "page"]
    assert (page.status, here) == (422, [path])


def test_it_says_whose_account_it_is(ada, sign_in):
    page = sign_in(ada).get("/account/")

    assert [fact.text for fact in page.all("dd")][:2] == ["ada", "ada@example.com"]


def test_without_a_pending_change_it_says_nothing_of_one(ada, sign_in):
    assert sign_in(ada).get("/account/").all("div", "note") == []


def test_a_pending_change_of_address_is_shown(ada, sign_in):
    browser = sign_in(ada)
    browser.submit("/account/email", email="ada@new.example")

    page = browser.get("/account/")

    assert page.links()["See the change of address"] == "/account/email"
    assert "Your address changes to ada@new.example as soon as you follow the link" in page.main


def test_it_needs_no_password_again(ada, sign_in, clock):
    browser = sign_in(ada)
    clock.advance(minutes=11)

    assert browser.get("/account/").status == 200


def test_a_stranger_is_asked_to_sign_in(browser):
    page = browser.get("/account/")

    assert (page.status, page.location) == (302, "/auth/login?next=/account/")


def test_password_managers_find_the_way_to_a_new_password(ada, sign_in):
    page = sign_in(ada).get("/.well-known/change-password")

    assert (page.status, page.location) == (302, "/account/password")
