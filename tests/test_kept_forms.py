"""Nothing typed is lost when the session or a form's token ran out, and nobody else gets it."""

import pytest
from flask import Flask

from app import forms
from tests.support.people import PASSWORD, make_user

WORDS = {"name": "Ada Lovelace", "about": "Notes on the engine.\nMore to come."}
FORMS = {
    "/account/profile": WORDS,
    "/account/username": {"username": "countess"},
    "/account/email": {"email": "ada@new.example"},
    "/account/close": {"username": "ada"},
}
STRANGERS_FORMS = {
    "/": {"name": "Ada"},
    "/auth/login": {"email": "ada"},
    "/auth/register": {"email": "joan@example.com", "username": "joan"},
    "/auth/reset": {"email": "ada@example.com"},
}


def sign_in_at(browser, path, username="ada", password=PASSWORD):
    return browser.fill_in(
        browser.get(path).form_with({"email", "password"}), {"email": username, "password": password}
    )


def drop_cookies(browser):
    """The session is over: the browser was closed, or its cookie ran out."""
    browser.take({})


def filled_in(browser, path, fields):
    """The page's form as it stands, and what a person typed into it."""
    form = browser.get(path).form_with(set(fields))
    return form.action, form.values | fields


def lost(browser, path="/account/profile", fields=WORDS):
    """A form that was sent when the session had ended, and the page that said so."""
    action, typed = filled_in(browser, path, fields)
    drop_cookies(browser)
    return browser.post(action, typed)


def shown(page, fields):
    return {name: value.replace("\r\n", "\n") for name, value in page.values.items() if name in fields}


@pytest.mark.parametrize(("path", "fields"), FORMS.items(), ids=FORMS)
def test_after_signing_in_again_the_form_is_back(ada, sign_in, path, fields):
    browser = sign_in(ada)

    page = lost(browser, path, fields)
    ask = browser.follow(browser.get(page.links()["Back to the form"]))
    answer = sign_in_at(browser, ask.path)

    assert (page.status, page.h1, answer.location) == (400, "This form has expired", path)
    assert shown(browser.follow(answer), fields) == fields


def test_and_can_be_sent(ada, sign_in):
    browser = sign_in(ada)
    lost(browser)
    page = browser.follow(sign_in_at(browser, "/auth/login?next=/account/profile"))

    answer = browser.fill_in(page.form_with(set(WORDS)), {})

    assert (answer.status, ada.name, ada.about.splitlines()) == (303, WORDS["name"], WORDS["about"].splitlines())


def test_it_is_back_once(ada, sign_in):
    browser = sign_in(ada)
    lost(browser)
    browser.follow(sign_in_at(browser, "/auth/login?next=/account/profile"))

    assert shown(browser.get("/account/profile"), WORDS) == {"name": "", "about": ""}


def test_nothing_is_stored_before_it_is_sent_again(ada, sign_in):
    browser = sign_in(ada)
    lost(browser)
    browser.follow(sign_in_at(browser, "/auth/login?next=/account/profile"))

    assert (ada.name, ada.about) == ("", "")


def test_another_person_does_not_get_it(ada, sign_in):
    browser = sign_in(ada)
    make_user("bob")
    lost(browser)

    page = browser.follow(sign_in_at(browser, "/auth/login?next=/account/profile", "bob"))

    assert shown(page, WORDS) == {"name": "", "about": ""}


def test_nor_does_its_owner_after_another_person_was_here(ada, sign_in):
    browser = sign_in(ada)
    make_user("bob")
    lost(browser)
    sign_in_at(browser, "/auth/login", "bob")
    browser.press("/", "Sign out")

    page = browser.follow(sign_in_at(browser, "/auth/login?next=/account/profile"))

    assert shown(page, WORDS) == {"name": "", "about": ""}


def test_somebody_else_s_form_is_not_kept_for_who_is_signed_in(ada, sign_in, open_browser):
    """As another site could send it, with a token of its own making."""
    make_user("bob")
    mallory = open_browser()
    sign_in_at(mallory, "/auth/login", "bob")
    action, typed = filled_in(mallory, "/account/profile", WORDS)
    browser = sign_in(ada)

    page = browser.post(action, typed)

    assert (page.status, "Back to the form" in page.links()) == (400, False)
    assert shown(browser.get("/account/profile"), WORDS) == {"name": "", "about": ""}


def test_nor_is_a_stranger_s(ada, sign_in, open_browser):
    token = open_browser().get("/auth/login").csrf_token
    browser = sign_in(ada)

    page = browser.post("/account/profile", WORDS | {"csrf_token": token})

    assert (page.status, "Back to the form" in page.links()) == (400, False)


def test_a_device_that_was_signed_out_from_afar_keeps_it_too(ada, sign_in):
    here, there = sign_in(ada), sign_in(ada)
    action, typed = filled_in(here, "/account/profile", WORDS)
    there.press("/account/sessions", "End all others")

    ask = here.follow(here.post(action, typed))
    page = here.follow(sign_in_at(here, ask.path))

    assert ask.flashes == ["Please sign in to go on. What you typed is kept."]
    assert shown(page, WORDS) == WORDS


def test_a_sign_in_in_another_tab_leaves_it_a_click_away(ada, sign_in):
    browser = sign_in(ada)
    action, typed = filled_in(browser, "/account/profile", WORDS)
    drop_cookies(browser)
    sign_in_at(browser, "/auth/login")

    page = browser.get(browser.post(action, typed).links()["Back to the form"])

    assert shown(page, WORDS) == WORDS


@pytest.mark.parametrize(("path", "fields"), STRANGERS_FORMS.items(), ids=STRANGERS_FORMS)
def test_a_stranger_s_form_is_back_at_once(browser, path, fields):
    page = lost(browser, path, fields)

    assert shown(browser.get(page.links()["Back to the form"]), fields) == fields


def test_passwords_are_never_kept(app: Flask, browser):
    lost(browser, "/auth/register", STRANGERS_FORMS["/auth/register"] | {"password": PASSWORD, "password2": PASSWORD})

    with browser.client.session_transaction() as session:
        assert sorted(name for name, _value in session["kept_form"]["fields"]) == ["email", "username"]


def every_form(form=forms.Form):
    return [form, *(one for child in form.__subclasses__() for one in every_form(child))]


def test_every_field_for_a_password_is_known_by_its_name():
    fields = {
        name: getattr(form, name).field_class for form in every_form() for name in dir(form) if is_field(form, name)
    }

    assert [
        name for name, kind in fields.items() if issubclass(kind, forms.SecretField) and "password" not in name
    ] == []
    assert forms.SecretField in fields.values()


def is_field(form, name):
    return hasattr(getattr(form, name), "field_class")


def test_what_a_cookie_cannot_hold_is_not_kept(ada, sign_in):
    browser = sign_in(ada)
    noise = "".join(chr(0x4E00 + number * 7919 % 20000) for number in range(2000))

    page = lost(browser, "/account/profile", {"name": "Ada", "about": noise})

    assert (page.status, "Back to the form" in page.links()) == (400, False)


@pytest.mark.parametrize("token", ["", "nonsense"])
def test_a_form_of_another_site_is_not_kept(browser, token):
    page = browser.post("/auth/register", {"csrf_token": token, "username": "joan"})

    assert (page.status, "Back to the form" in page.links()) == (400, False)
