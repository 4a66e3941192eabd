"""Where a password is asked for, it is the owner's that is meant; and nothing shows or keeps it."""

import json
from base64 import urlsafe_b64decode
from zlib import decompress

import pytest

from app import db, hashing
from app.models import LoginSession
from tests.security.steps import guess
from tests.support.people import OTHER_PASSWORD, PASSWORD, make_user


def payload(cookie):
    """What stands in a session cookie, which is signed and not secret."""
    zipped = cookie.startswith(".")
    text = cookie.lstrip(".").partition(".")[0]
    raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return json.loads(decompress(raw) if zipped else raw)


@pytest.mark.parametrize(
    "target", ["//evil.test", "https://evil.test", "/\\evil.test", "/\t/evil.test", "javascript:x"]
)
def test_typing_the_password_again_leads_to_no_other_site(ada, sign_in, target):
    """Flask-Security CVE-2021-32618 and its successors, at the other page that takes `next`."""
    browser = sign_in(ada)
    token = browser.get("/auth/fresh").csrf_token
    answer = browser.post(
        "/auth/fresh", {"fresh_password": PASSWORD, "csrf_token": token}, query_string={"next": target}
    )

    assert (answer.status, answer.location) == (303, "/")


def test_no_page_shows_what_opens_an_account(ada, sign_in):
    """Flask-Security CVE-2021-21241: a GET answered with a live token. Hashes: Django CVE-2018-16984."""
    browser = sign_in(ada, remember_me="y")
    secrets = [payload(browser.cookies["session"])["_user_id"], ada.password_hash]
    secrets += db.session.scalars(db.select(LoginSession.token_hash))
    pages = [
        "/",
        "/account/",
        "/account/activity",
        "/account/sessions",
        "/account/data",
        "/account/email",
        "/auth/fresh",
    ]
    texts = [browser.get(path).text for path in pages]
    texts.append(browser.post("/account/data", {"csrf_token": browser.get("/account/data").csrf_token}).text)

    assert [secret for secret in secrets if any(secret in text for text in texts)] == []


def test_no_mail_and_no_event_tells_a_password(ada, sign_in, outbox):
    browser = sign_in(ada)
    browser.submit("/account/password", old_password=PASSWORD, password=OTHER_PASSWORD, password2=OTHER_PASSWORD)
    tables = [db.session.execute(db.select(table)).all() for table in db.metadata.sorted_tables]

    assert [word for word in (PASSWORD, OTHER_PASSWORD) if word in repr(tables)] == []


def test_no_cookie_and_no_page_keeps_a_password(ada, sign_in, clock):
    """Django-two-factor-auth CVE-2020-15105: it waited in the session for the next step."""
    browser = sign_in(ada)
    clock.advance(minutes=11)
    token = browser.get("/account/profile").csrf_token
    page = browser.post("/account/close", {"username": "ada", "password": OTHER_PASSWORD, "csrf_token": token})

    assert (page.h1 == "Close your account", OTHER_PASSWORD in page.text) == (False, False)
    assert OTHER_PASSWORD not in repr(payload(browser.cookies["session"]))


@pytest.mark.parametrize("state", ["known", "unconfirmed", "disabled", "closed", "without a password", "unknown"])
def test_a_sign_in_costs_as_much_hashing_whoever_is_meant(browser, state, monkeypatch):
    """Django CVE-2024-39329 and others: an account that could not sign in was answered sooner."""
    user = make_user("ada", confirmed=state != "unconfirmed")
    user.disabled_at = user.created_at if state == "disabled" else None
    user.closed_at = user.created_at if state == "closed" else None
    user.password_hash = None if state == "without a password" else user.password_hash
    db.session.commit()
    asked = []
    real = hashing.run
    monkeypatch.setattr(hashing, "run", lambda work: asked.append(work) or real(work))

    guess(browser, "somebody.else" if state == "unknown" else "ada")

    assert len(asked) == 1


@pytest.mark.parametrize("old_password", ["", None, "wrong", OTHER_PASSWORD])
def test_no_password_is_set_without_the_old_one(ada, sign_in, old_password):
    """Django-allauth before 0.34."""
    browser = sign_in(ada)
    fields = {"password": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
    if old_password is not None:
        fields["old_password"] = old_password

    assert browser.send("/account/password", fields).status == 422
    db.session.expire_all()
    assert ada.verify_password(PASSWORD) is True


@pytest.mark.parametrize("password", ["", " ", "None", "null"])
def test_an_account_without_a_password_opens_to_none(browser, ada, password):
    """Django-allauth 65.11.1."""
    ada.password_hash = None
    db.session.commit()

    assert guess(browser, "ada", password).status == 422


def test_a_remember_cookie_is_not_a_password_typed_just_now(ada, sign_in, open_browser):
    remembered = open_browser().take({"remember_token": sign_in(ada, remember_me="y").cookies["remember_token"]})

    assert remembered.get("/account/sessions").location == "/auth/fresh?next=/account/sessions"


def test_freshness_is_for_the_account_whose_password_was_typed(ada, grace, sign_in, clock):
    """Flask-Security GHSA-97r5: somebody else's proof was taken."""
    grace.password = OTHER_PASSWORD
    db.session.commit()
    browser = sign_in(ada)
    clock.advance(minutes=11)

    assert browser.send("/auth/fresh", {"fresh_password": OTHER_PASSWORD, "username": "grace"}).status == 422
    assert browser.get("/account/sessions").status == 302


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_sensitive_page_asks_by_every_method(ada, sign_in, clock, method):
    browser = sign_in(ada)
    clock.advance(minutes=11)

    assert browser.open("/account/data", method=method).location == "/auth/fresh?next=/account/data"


@pytest.mark.parametrize("path", ["/auth/login", "/auth/register", "/auth/reset", "/auth/logout", "/account/email"])
def test_a_token_of_another_session_is_refused(ada, sign_in, open_browser, path):
    """Django CVE-2014-0473, rack-protection CVE-2018-1000119."""
    browser = sign_in(ada) if path in {"/account/email", "/auth/logout"} else open_browser()

    assert browser.post(path, {"csrf_token": open_browser().get("/auth/login").csrf_token}).status == 400
