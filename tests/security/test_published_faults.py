"""Faults that others have published, where no other file here looks for them."""

import pytest

from app import db
from app.models import User
from config import Config, SettingsError
from tests.security.steps import guess, is_signed_in, opened, request_move, reset, works
from tests.support.apps import make_app
from tests.support.people import OTHER_PASSWORD, PASSWORD, make_user
from tests.support.servers import STRONG_KEY
from tests.support.signups import sign_up

ADDRESS = "victim@example.com"


def test_a_session_that_is_over_leads_to_no_referer(ada, sign_in, clock):
    """Devise CVE-2026-40295."""
    browser = sign_in(ada)
    token = browser.get("/account/email").csrf_token
    clock.advance(days=2)

    answer = browser.post(
        "/account/email", {"email": "x@example.com", "csrf_token": token}, headers={"Referer": "http://evil.test/"}
    )

    assert (answer.status, answer.location) == (302, "/auth/login?next=/account/email")


def test_a_form_sent_too_late_is_not_sent_again_after_the_sign_in(ada, sign_in, clock, outbox):
    """Django CVE-2008-3909: the sign-in page kept a POST, and made it anew for whoever signed in."""
    browser = sign_in(ada)
    token = browser.get("/account/email").csrf_token
    clock.advance(days=2)
    browser.post("/account/email", {"email": "x@new.example", "csrf_token": token})
    guess(browser, "ada", PASSWORD)
    browser.get("/")

    assert (ada.pending_email, outbox.posted) == (None, [])


LOOK_ALIKES = [
    "vıctim@example.com",
    "ᵛictim@example.com",
    "victím@example.com",
    "VİCTIM@example.com",
    "victim@examplе.com",
    "victim@example.com.",
    "victim@example.com@evil.test",
    "victim @example.com",
    "victim@EXAMPLE.com\u200b",
]


@pytest.mark.parametrize("address", LOOK_ALIKES)
def test_a_look_alike_of_an_address_gets_no_mail_for_it(browser, outbox, address):
    """Django CVE-2019-19844."""
    make_user("victim", email=ADDRESS)
    browser.send("/auth/reset", {"email": address})

    assert outbox.posted == []


@pytest.mark.parametrize("address", ["Victim@EXAMPLE.com", "victim@ｅxample.com"])
def test_another_spelling_of_an_address_gets_its_mail_where_it_is_stored(browser, outbox, address):
    make_user("victim", email=ADDRESS)
    browser.send("/auth/reset", {"email": address})

    assert outbox.posted == [(ADDRESS, "email/reset")]


@pytest.fixture
def squatter(browser):
    """Somebody who has registered the victim's address and waits inside."""
    sign_up(browser, email=ADDRESS, username="squatter")
    browser.submit("/auth/login", email=ADDRESS, password=PASSWORD, remember_me="y")
    return browser


def victim_resets(open_browser, outbox):
    reset_browser = open_browser()
    reset_browser.submit("/auth/reset", email=ADDRESS)
    reset_browser.follow(reset_browser.get(outbox.link("email/reset")))
    reset_browser.submit("/auth/reset/new", password=OTHER_PASSWORD, password2=OTHER_PASSWORD)


def victim_registers(open_browser, outbox):
    own = open_browser()
    sign_up(own, email=ADDRESS, username="victim", password=OTHER_PASSWORD, password2=OTHER_PASSWORD)
    own.follow(own.get(outbox.link("email/confirm")))
    own.submit("/auth/confirm", password=OTHER_PASSWORD)


@pytest.mark.parametrize("victim", [victim_resets, victim_registers])
def test_whoever_registered_an_address_first_is_out_once_its_owner_comes(squatter, open_browser, outbox, victim):
    """Pre-hijacking (Sudhodanan and Paverd, 2022): session, password and links of before are dead."""
    before = outbox.link("email/confirm")
    cookies = squatter.cookies
    victim(open_browser, outbox)
    late = open_browser()
    dead = late.follow(late.get(before)).status
    owner = db.session.scalars(db.select(User).where(User.email == ADDRESS)).one()

    assert (dead, is_signed_in(open_browser().take(cookies))) == (404, False)
    assert (owner.confirmed, works(open_browser(), ADDRESS), works(open_browser(), ADDRESS, OTHER_PASSWORD)) == (
        True,
        False,
        True,
    )


def test_an_address_that_waits_to_be_proven_dies_with_a_reset(ada, open_browser):
    token = request_move(ada, "mallory@evil.test")
    reset(open_browser(), ada)

    page = opened(open_browser(), "change_email", token)

    assert (page.status, ada.pending_email, ada.email) == (404, None, "ada@example.com")


@pytest.mark.parametrize("key", ["", "short", "a" * 64, "ab" * 32, "0123456789abcdef0123456789abcde"])
def test_production_starts_with_no_key_that_can_be_guessed(monkeypatch, key):
    """Laravel in 2020, and every use of flask-unsign."""
    monkeypatch.setattr(Config, "SECRET_KEY", key)

    with pytest.raises(SettingsError, match="SECRET_KEY must be at least 32 random bytes"):
        make_app("production")


def test_nor_with_such_a_key_of_before(monkeypatch):
    monkeypatch.setattr(Config, "SECRET_KEY", STRONG_KEY)
    monkeypatch.setattr(Config, "SECRET_KEY_FALLBACKS", ["short"])

    with pytest.raises(SettingsError, match="SECRET_KEY_FALLBACKS must be at least 32 random bytes"):
        make_app("production")


@pytest.mark.parametrize("text", ["{{7*7}}", "${7*7}", "%s%s%n", "{0.__class__}", "<script>alert(1)</script>"])
def test_text_is_text_on_pages_and_in_mails(browser, outbox, text):
    page = browser.send("/", {"name": text})
    welcome = browser.follow(page)
    refused = sign_up(browser, username=text)

    assert (text in welcome.main, refused.status, outbox.messages) == (True, 422, [])
