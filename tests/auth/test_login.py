"""Signing in by address or name."""

import pytest
from werkzeug.security import generate_password_hash

from app import db, passwords
from app.models import AccountEvent, Event, LoginSession
from tests.support.people import PASSWORD

REFUSAL = "Email, username or password are not right. Please try again."


def events():
    return list(db.session.scalars(db.select(AccountEvent.kind).order_by(AccountEvent.id)))


@pytest.mark.parametrize("identifier", ["ada@example.com", "ADA@example.com", "ada", "Ada", " ada "])
def test_address_and_name_both_do(browser, ada, identifier):
    answer = browser.submit("/auth/login", email=identifier, password=PASSWORD)

    assert (answer.status, answer.location, browser.get("/").h1) == (303, "/", "Hello, ada!")


def test_a_sign_in_is_a_row_that_knows_no_cookie(ada, sign_in):
    browser = sign_in(ada)

    row = db.session.scalars(db.select(LoginSession)).one()
    assert (row.user_id, row.remembered, row.token_hash in str(browser.cookies)) == (ada.id, False, False)


def test_it_is_recorded_once(ada, sign_in):
    sign_in(ada)

    assert events() == [Event.SIGNED_IN]


@pytest.mark.parametrize("password", ["wrong", PASSWORD.upper(), PASSWORD + " ", PASSWORD[:-1], PASSWORD + "\0"])
def test_another_password_does_not(browser, ada, password):
    page = browser.submit("/auth/login", email="ada", password=password)

    assert (page.status, list(page.errors)) == (422, ["password"])
    assert browser.get("/").h1 == "Hello, stranger!"


def test_a_refusal_is_recorded_once(browser, ada):
    browser.submit("/auth/login", email="ada", password="wrong")

    assert events() == [Event.SIGN_IN_REFUSED]


def test_what_was_typed_is_kept_but_for_the_password(browser, ada):
    page = browser.submit("/auth/login", email="ada", password="wrong horse", remember_me="y")

    assert (page.values, page.errors) == (
        {"email": "ada", "password": "", "remember_me": "y"},
        {"password": REFUSAL},
    )


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({}, {"email": "Please type your email address or username.", "password": "Please type your password."}),
        ({"email": "ada"}, {"password": "Please type your password."}),
        ({"email": "x" * 255, "password": "p"}, {"email": "Please use at most 254 characters."}),
        ({"email": ["ada", "ada"], "password": "p"}, {"email": "Please give one value only."}),
        ({"email": "ada", "password": ["p", "p"]}, {"password": "Please give one value only."}),
        (
            {"email": "a\0da", "password": "p"},
            {"email": "This contains characters that cannot be read. Please type it again."},
        ),
    ],
)
def test_what_cannot_be_an_account_is_explained(browser, ada, fields, errors):
    page = browser.send("/auth/login", fields)

    assert (page.status, page.errors) == (422, errors)


@pytest.mark.parametrize(
    "identifier", ["mıke", "mıke@example.com", "ａda", "ada@example.com,", "%", "ad_", "' or 1=1--"]
)
def test_a_look_alike_is_nobody(browser, ada, identifier):
    page = browser.submit("/auth/login", email=identifier, password=PASSWORD)

    assert page.status == 422
    assert browser.get("/").h1 == "Hello, stranger!"


def test_an_account_that_nobody_has_answers_as_a_wrong_password(open_browser, ada):
    def refusal(identifier):
        page = open_browser().submit("/auth/login", email=identifier, password="wrong")
        nonce = page.all("script")[0].get("nonce")
        return page.status, page.text.replace(page.csrf_token, "").replace(nonce, "").replace(identifier, "")

    assert refusal("bob@example.com") == refusal("ada@example.com")


def test_an_account_that_nobody_has_costs_as_much_hashing(browser, ada, monkeypatch):
    """The time of the answer would tell otherwise."""
    verified = []
    real = passwords.verify
    monkeypatch.setattr(
        passwords, "verify", lambda encoded, text: verified.append(bool(encoded)) or real(encoded, text)
    )

    browser.submit("/auth/login", email="ada", password="wrong")
    browser.submit("/auth/login", email="bob", password="wrong")

    assert verified == [True, False]


def test_a_megabyte_of_password_is_too_much(browser, ada):
    page = browser.send("/auth/login", {"email": "ada", "password": "x" * 1_000_000})

    assert (page.status, page.h1) == (413, "Too much at once")


def test_no_token_no_sign_in(browser, ada):
    page = browser.post("/auth/login", {"email": "ada", "password": PASSWORD})

    assert (page.status, page.h1, browser.get("/").h1) == (400, "This form has expired", "Hello, stranger!")


def test_the_session_cookie_of_before_is_not_the_one_of_after(browser, ada):
    """A session that somebody else has planted must not become the owner's."""
    browser.submit("/", name="Mallory")
    planted = browser.cookies

    browser.submit("/auth/login", email="ada", password=PASSWORD)

    assert browser.cookies["session"] != planted["session"]
    assert browser.take(planted).get("/").h1 == "Hello, Mallory!"


def test_a_form_opened_before_the_sign_in_is_void(browser, ada):
    token = browser.get("/").csrf_token
    browser.submit("/auth/login", email="ada", password=PASSWORD)

    assert browser.post("/auth/logout", {"csrf_token": token}).status == 400


def test_whoever_is_signed_in_goes_on(ada, sign_in):
    page = sign_in(ada).get("/auth/login?next=/user/ada")

    assert (page.status, page.location) == (303, "/user/ada")


def test_an_old_hash_is_strengthened(browser, ada):
    ada.password_hash = generate_password_hash(PASSWORD, "pbkdf2:sha256:1000")
    db.session.commit()

    browser.submit("/auth/login", email="ada", password=PASSWORD)

    assert (ada.password_hash.startswith("$argon2id$"), ada.verify_password(PASSWORD)) == (True, True)
    assert events() == [Event.PASSWORD_HASH_UPGRADED, Event.SIGNED_IN]


def test_an_account_without_a_password_opens_to_none(browser, ada):
    ada.password_hash = None
    db.session.commit()

    assert browser.submit("/auth/login", email="ada", password="None").status == 422


def test_the_sixth_guess_in_a_minute_waits(browser, ada, clock):
    for _ in range(5):
        browser.submit("/auth/login", email="ada", password="wrong")
    clock.advance(seconds=59)

    page = browser.submit("/auth/login", email="ada", password=PASSWORD)

    assert (page.status, page.h1, page.headers["Retry-After"]) == (429, "Too many attempts", "1")
    assert browser.is_signed_in() is False


def test_five_in_a_minute_are_free(browser, ada, clock):
    for _ in range(4):
        browser.submit("/auth/login", email="ada", password="wrong")

    assert browser.submit("/auth/login", email="ada", password=PASSWORD).status == 303
