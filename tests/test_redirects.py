"""Where `next` may lead: to a page of ours, whatever the address bar asks for."""

from urllib.parse import quote

import pytest

from tests.support.people import PASSWORD
from tests.support.signups import JOAN

# What has led away from other sites, or tried to: by the scheme, by slashes, by what browsers drop.
ELSEWHERE = [
    "https://evil.test",
    "https://evil.test/",
    "HTTPS://evil.test",
    "http:evil.test",
    "https:evil.test",
    "https:/evil.test",
    "https:///evil.test",
    "https:\\evil.test",
    "https:\\\\evil.test",
    "//evil.test",
    "///evil.test",
    "////evil.test",
    "/\\evil.test",
    "\\/evil.test",
    "\\\\evil.test",
    "/\\/evil.test",
    "//\\evil.test",
    "\\evil.test",
    "/\t/evil.test",
    "/\n/evil.test",
    "/\r/evil.test",
    "/\r\n/evil.test",
    "\t//evil.test",
    "\n//evil.test",
    " //evil.test",
    "//evil.test ",
    "\x00//evil.test",
    "\x01//evil.test",
    "\x0b//evil.test",
    "/\x00/evil.test",
    "\u00a0//evil.test",
    "\u2028//evil.test",
    "／／evil.test",
    "/／evil.test",
    "//evil。test",
    "//[::1]",
    "//127.0.0.1",
    "//2130706433",
    "//flasky.test@evil.test",
    "//flasky.test:80@evil.test",
    "//evil.test\\@flasky.test",
    "//evil.test#flasky.test",
    "//evil.test?flasky.test",
    "http://flasky.test.evil.test",
    "http://flasky.test@evil.test/",
    "http://evil.test/flasky.test",
    "http://flasky.test/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "ftp://evil.test",
    "mailto:a@evil.test",
    "evil.test",
    "user/ada",
    "../evil",
    "?next=//evil.test",
    "#//evil.test",
    "",
    "/user/ada\r\nSet-Cookie: a=b",
    "/é",
]
OURS = ["/", "/user/ada", "/account/profile", "/user/ada?a=b&c=d#e", "/user/%2F%2Fevil.test", "/a//b", "/a/../b"]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_leads_to_no_other_site(browser, ada, target):
    answer = browser.send(f"/auth/login?next={quote(target, safe='')}", {"email": "ada", "password": PASSWORD})

    assert (answer.status, answer.location) == (303, "/")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nor_does_being_signed_in(ada, sign_in, target):
    page = sign_in(ada).get(f"/auth/login?next={quote(target, safe='')}")

    assert page.location == "/"


@pytest.mark.parametrize("target", OURS)
def test_signing_in_leads_to_the_page_that_was_wanted(browser, ada, target):
    answer = browser.send(f"/auth/login?next={quote(target, safe='')}", {"email": "ada", "password": PASSWORD})

    assert (answer.status, answer.location) == (303, target)


def test_a_page_for_people_who_are_signed_in_is_found_again(browser, ada):
    closed = browser.get("/account/profile")

    answer = browser.submit(closed.location, email="ada", password=PASSWORD)

    assert answer.location == "/account/profile"


def test_it_survives_a_wrong_password(browser, ada):
    page = browser.submit("/auth/login?next=/user/ada", email="ada", password="wrong")

    answer = browser.fill_in(page.form_with({"password"}), {"password": PASSWORD})

    assert answer.location == "/user/ada"


def test_the_first_of_two_counts_and_both_are_judged(browser, ada):
    answer = browser.send("/auth/login?next=//evil.test&next=/user/ada", {"email": "ada", "password": PASSWORD})

    assert answer.location in {"/", "/user/ada"}


def test_a_field_of_the_form_leads_nowhere(browser, ada):
    answer = browser.send("/auth/login", {"email": "ada", "password": PASSWORD, "next": "//evil.test"})

    assert answer.location == "/"


def test_the_host_header_makes_no_links(browser, outbox):
    """What a mail says comes from the settings."""
    token = browser.get("/auth/register").csrf_token
    browser.client.set_cookie("session", browser.cookies["session"], domain="evil.test")
    headers = {"Host": "evil.test", "X-Forwarded-Host": "evil.test"}
    browser.post("/auth/register", JOAN | {"csrf_token": token}, headers=headers)

    assert outbox.newest("email/confirm").text_body.count("http://flasky.test/auth/confirm/") == 1
