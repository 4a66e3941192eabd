"""A person's public page."""

import pytest

from app import db


def test_it_shows_what_its_owner_wants_to_be_known(browser, ada):
    ada.name, ada.about = "Ada Lovelace", "I write programs.\nFor a machine that is not built."
    db.session.commit()

    page = browser.get("/user/ada")

    assert (page.h1, page.all("p", "about")[0].text) == ("Ada Lovelace", ada.about)


def test_without_a_name_the_username_does(browser, ada):
    assert browser.get("/user/ada").h1 == "ada"


def test_it_says_since_when(browser, ada):
    times = [one.get("datetime") for one in browser.get("/user/ada").all("time")]

    assert times == [f"{ada.created_at:%Y-%m-%dT%H:%M:%SZ}"]


def test_it_says_when_its_owner_was_last_seen(browser, ada, sign_in, clock):
    owner = sign_in(ada)
    clock.advance(hours=2)
    owner.get("/")

    times = [one.get("datetime") for one in browser.get("/user/ada").all("time")]

    assert times[1:] == [f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"]


def test_it_does_not_show_the_address(browser, ada):
    assert ada.email not in browser.get("/user/ada").text


def test_capitals_lead_to_the_same_person(browser, ada):
    assert browser.get("/user/ADA").h1 == "ada"


def test_only_its_owner_can_edit_it(browser, ada, grace, sign_in):
    seen = [sign_in(ada).get("/user/ada"), sign_in(grace).get("/user/ada"), browser.get("/user/ada")]

    assert ["Edit profile" in page.links() for page in seen] == [True, False, False]


def test_markup_is_text(browser, ada):
    ada.name, ada.about = "<b>Ada</b>", "<script>alert(1)</script>{{ 7*7 }}"
    db.session.commit()

    page = browser.get("/user/ada")

    assert (page.h1, page.all("p", "about")[0].text) == ("<b>Ada</b>", "<script>alert(1)</script>{{ 7*7 }}")


@pytest.mark.parametrize(
    "name", ["bob", "ad_", "_", "1", "a b", "é", "ada/", "%00", "%ff", "ada%0a", "x" * 65, "..", "a'--"]
)
def test_nobody_s_page_is_not_found(browser, ada, name):
    assert browser.get(f"/user/{name}").status == 404


def test_who_has_not_confirmed_has_no_page(browser, unconfirmed):
    assert browser.get("/user/newcomer").status == 404


@pytest.mark.parametrize("column", ["closed_at", "disabled_at"])
def test_who_has_left_has_no_page(browser, ada, clock, column):
    setattr(ada, column, clock.now())
    db.session.commit()

    assert browser.get("/user/ada").status == 404


def test_what_can_be_no_name_costs_no_query(browser, app, statements):
    browser.get("/user/1'--")

    assert [one for one in statements if "FROM users" in one] == []
