"""What every answer carries, whatever became of it. The client checks the rest on each page it fetches."""

import re

import pytest

from tests.support.checks import faults_of_headers
from tests.support.pages import Page
from tests.support.settings import ROOT

STATIC = sorted(str(file.relative_to(ROOT / "app")) for file in (ROOT / "app" / "static").rglob("*.*"))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("HEAD", "/", 200),
        ("OPTIONS", "/", 200),
        ("GET", "/account/profile", 302),
        ("POST", "/auth/login", 400),
        ("GET", "/nowhere", 404),
        ("DELETE", "/", 405),
    ],
)
def test_they_stand_on_every_answer(browser, method, path, status):
    page = browser.open(path, method=method)

    assert (page.status, list(faults_of_headers(page))) == (status, [])


def test_they_stand_on_what_was_too_much(browser):
    page = browser.post("/auth/login", b"x" * 100_000, content_type="application/x-www-form-urlencoded")

    assert (page.status, list(faults_of_headers(page))) == (413, [])


def test_the_nonce_is_new_each_time(browser):
    nonces = [re.search(r"'nonce-([\w-]+)'", browser.get("/").headers["Content-Security-Policy"])[1] for _ in range(3)]

    assert len(set(nonces)) == 3


@pytest.mark.parametrize("path", STATIC)
def test_a_file_is_what_it_says_and_may_be_kept(app, path):
    with app.app_context(), app.test_client().get(f"/{path}") as response:
        page = Page(path, response)

    # A file may be cached, and is the same for everybody.
    allowed = ["Cache-Control is 'no-cache'", "Vary lacks Cookie"]
    assert (page.status, [fault for fault in faults_of_headers(page) if fault not in allowed]) == (200, [])


def test_https_is_remembered_where_it_is_spoken(browser):
    with browser.app.app_context():
        answers = [browser.client.get("/", base_url=f"{scheme}://flasky.test") for scheme in ("https", "http")]

    expected = ["max-age=63072000; includeSubDomains", None]
    assert [answer.headers.get("Strict-Transport-Security") for answer in answers] == expected


@pytest.mark.parametrize("origin", ["https://evil.test", "null"])
def test_no_other_site_may_read_us(browser, origin):
    page = browser.get("/", headers={"Origin": origin})

    assert [name for name, _ in page.headers if name.lower().startswith("access-control")] == []


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("accounts.example.com", 200),
        ("Accounts.Example.COM.:8443", 200),
        ("[::1]:5000", 200),
        ("evil.test", 400),
        ("accounts.example.com.evil.test", 400),
        ("evil.test:accounts.example.com", 400),
        ("evil.test@accounts.example.com", 400),
        ("[::1", 400),
        ("[::1]evil.test", 400),
        ("", 400),
    ],
)
def test_only_our_own_names_are_answered(browser, configure, host, status):
    configure(HOSTS=["accounts.example.com", "[::1]"])

    page = browser.get("/", headers={"Host": host})

    assert (page.status, "Hello, stranger!" in page.text) == (status, status == 200)
