"""The switch in the footer."""

import pytest

from app import db


def switch(page):
    """The buttons by their words, each with what it sends and whether it is the present one."""
    return {
        (button.text, button.get("value"), button.get("aria-current"))
        for form in page.all("form", "languages")
        for button in form.iter("button")
    }


def test_every_page_offers_the_others_and_marks_its_own(browser):
    assert switch(browser.get("/auth/login")) == {
        ("English", "en", "true"),
        ("Español", "es", None),
        ("中文 (简体)", "zh-Hans", None),
    }


@pytest.mark.parametrize("path", ["/", "/auth/reset?a=b", "/nowhere"])
def test_it_stays_on_the_page(browser, path):
    page = browser.get(path)
    form = page.form_saying("Español")

    answer = browser.post(form.action, form.values | {"language": "es"})

    assert (answer.status, answer.location) == (303, path)
    assert browser.get(path).tree.get("lang") == "es"


def test_a_page_that_can_only_be_posted_to_leads_home(unconfirmed, sign_in):
    browser = sign_in(unconfirmed)
    refused = browser.submit("/auth/unconfirmed", email="")

    assert refused.status == 422
    assert refused.form_saying("Español").action == "/language"


def test_it_leads_to_no_other_site(browser):
    answer = browser.post("/language?next=//evil.test", {"language": "es", "csrf_token": browser.get("/").csrf_token})

    assert answer.location == "/"


def test_the_account_keeps_it_for_every_device(ada, sign_in):
    first, second = sign_in(ada), sign_in(ada)
    form = first.get("/account/").form_saying("Español")
    first.post(form.action, form.values | {"language": "es"})

    db.session.expire_all()
    assert (ada.language, second.get("/").tree.get("lang")) == ("es", "es")


def test_whoever_waits_for_a_mail_may_choose_too(unconfirmed, sign_in):
    browser = sign_in(unconfirmed)
    form = browser.get("/auth/unconfirmed").form_saying("Español")
    browser.post(form.action, form.values | {"language": "es"})

    assert browser.get("/auth/unconfirmed").h1 == "Confirma tu dirección"


@pytest.mark.parametrize("language", ["", "de", "zh_Hans", "ES", "../es"])
def test_a_language_that_is_not_offered_changes_nothing(browser, language):
    answer = browser.post("/language", {"language": language, "csrf_token": browser.get("/").csrf_token})

    assert (answer.status, "language" in browser.cookies) == (400, False)


def test_only_a_form_of_ours_can_choose(browser):
    assert browser.post("/language", {"language": "es"}).status == 400
    assert "language" not in browser.cookies
