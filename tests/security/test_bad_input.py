"""What no browser sends: refused with a page that says so, never an error of ours."""

import time
from io import BytesIO

import pytest

from app import hashing, passwords
from tests.security.steps import guess
from tests.support.people import PASSWORD

OPEN_FORMS = ["/auth/register", "/auth/login", "/auth/reset"]
OWN_FORMS = [
    "/account/profile",
    "/account/username",
    "/account/email",
    "/account/password",
    "/account/close",
    "/auth/fresh",
]
TYPES = [{}, [], None, 1, "text", {"email": {}}, {"email": [1], "password": {"a": 1}}]
# Each character of these may stand for letters, and zxcvbn tries all the ways.
HOSTILE = ["4@8({[<3690|1!$5+7%2" * 12, "@" * 256, "4a@A" * 64, "1|!i" * 60, "$5s+7t" * 40, "aA1!" * 64]


def fields_of(page):
    return next(form for form in page.forms_in(page.tree) if "submit" in form.names or len(form.names) > 1).names


@pytest.mark.parametrize("value", TYPES)
@pytest.mark.parametrize("path", OPEN_FORMS)
def test_json_is_no_form(browser, path, value):
    """Flask-Security PR 1258: a dict where a text was due."""
    token = browser.get(path).csrf_token

    assert browser.post(path, json=value, headers={"X-CSRFToken": token}).status == 422


@pytest.mark.parametrize("path", OWN_FORMS)
def test_json_is_no_form_of_one_s_own(ada, sign_in, path):
    browser = sign_in(ada)
    token = browser.get(path).csrf_token
    values = {name: {"a": [1]} for name in fields_of(browser.get(path))}

    assert browser.post(path, json=values, headers={"X-CSRFToken": token}).status in {200, 303, 422}


@pytest.mark.parametrize("path", OPEN_FORMS)
def test_a_file_is_no_text(browser, path):
    page = browser.get(path)
    files = {name: (BytesIO(b"text"), "file.txt") for name in fields_of(page) - {"csrf_token"}}

    assert browser.post(path, files | {"csrf_token": page.csrf_token}).status == 422


@pytest.mark.parametrize("path", OWN_FORMS)
def test_a_file_is_no_text_of_one_s_own(ada, sign_in, path):
    browser = sign_in(ada)
    page = browser.get(path)
    files = {name: (BytesIO(b"text"), "file.txt") for name in fields_of(page) - {"csrf_token"}}

    assert browser.post(path, files | {"csrf_token": page.csrf_token}).status in {200, 303, 422}


def seconds(password):
    """The best of three estimates: what the machine does beside it is not meant."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        passwords.strength(password)
        best = min(best, time.perf_counter() - start)
    return best


@pytest.mark.parametrize("password", HOSTILE)
def test_no_password_makes_estimating_it_long(app, password):
    """Alone, zxcvbn takes minutes for some of these; here each is within a few times an ordinary password."""
    passwords.strength(PASSWORD)  # loads its word lists

    assert seconds(password[: passwords.LONGEST]) < 40 * seconds("correct horse staple 17!")


def test_a_password_too_long_is_not_estimated_at_all(app, monkeypatch):
    asked = []
    monkeypatch.setattr(passwords, "guesses", lambda *words: asked.append(words) or 1e12)

    assert (passwords.strength("x" * 257)[0], asked) == (0, [])


def test_a_password_too_long_is_not_hashed_at_all(browser, ada, monkeypatch):
    """Django CVE-2013-1443: hashing a megabyte took a minute."""
    hashed = []
    real = hashing.run
    monkeypatch.setattr(hashing, "run", lambda work: hashed.append(work) or real(work))

    assert (guess(browser, "ada", "x" * 257).status, guess(browser, "ada", "x" * 60_000).status) == (422, 422)
    assert hashed == []


@pytest.mark.parametrize(
    "address",
    [
        "ada@example.com\r\nBcc: eve@evil.test",
        "ada@example.com\nx",
        "ada\u2028@example.com",
        "ada@example.com%0d%0aBcc:x",
    ],
)
def test_an_address_carries_no_header(browser, outbox, address):
    """Laravel CVE-2026-48019."""
    assert browser.send("/auth/reset", {"email": address}).status == 422
    assert outbox.messages == []
