"""Pages that are rendered once: nothing about anybody may be in what others get."""

import re

import pytest
from flask_babel import get_locale
from flask_wtf.csrf import generate_csrf

from app import blank
from app.auth.forms import LoginForm
from app.headers import csp_nonce
from tests.support.people import PASSWORD

pytestmark = pytest.mark.usefixtures("rendered_once")


def rendered():
    """How many pages were."""
    return blank.page_for.cache_info().misses


@pytest.mark.parametrize("path", ["/auth/login", "/auth/register"])
def test_two_strangers_get_one_page_with_nonce_and_token_of_their_own(open_browser, path):
    pages = [open_browser().get(path) for _stranger in range(2)]

    assert pages[0].common == pages[1].common
    assert (pages[0].own & pages[1].own, rendered()) == (set(), 1)


def test_the_nonce_is_the_one_that_the_policy_allows(browser):
    page = browser.get("/auth/login")

    nonces = set(re.findall(r'nonce="([^"]+)"', page.text))
    assert nonces == set(re.findall(r"'nonce-([^']+)'", page.headers["Content-Security-Policy"]))


def test_its_token_is_good_for_its_reader_and_for_nobody_else(open_browser, ada):
    first, second = open_browser(), open_browser()
    token = first.get("/auth/login").csrf_token
    second.get("/auth/login")
    fields = {"email": "ada", "password": PASSWORD, "csrf_token": token}

    assert [one.post("/auth/login", fields).status for one in (second, first)] == [400, 303]


def test_a_page_that_says_more_is_kept_from_others(open_browser):
    told, other = open_browser(), open_browser()
    told.get("/account/profile")

    assert "Please sign in to go on." in told.get("/auth/login").text
    assert "Please sign in to go on." not in other.get("/auth/login").text


def test_what_the_first_one_brings_along_is_in_nobody_s_page(open_browser):
    first, other = open_browser(), open_browser()
    first.submit("/", name="Mallory")
    first.get("/auth/login", headers={"User-Agent": "Mallory", "Referer": "http://mallory.test", "X-Name": "Mallory"})

    assert rendered() == 1
    assert "allory" not in other.get("/auth/login").text


def test_nobody_s_page_has_a_nonce_and_a_token_of_its_own(app):
    with app.test_request_context("/auth/login"):
        mine = {csp_nonce(), generate_csrf()}
        looks = blank.Looks(app, get_locale(), "dark", "")
        page = blank.page_for("auth/login.html", LoginForm, looks, "/auth/login", 0)

    assert [one for one in mine if one in page.text] == []


def test_a_page_asked_for_with_a_query_is_rendered_for_itself(browser):
    browser.get("/auth/login?next=/account/profile")

    assert rendered() == 0


def test_it_is_rendered_anew_after_a_minute(browser, monkeypatch):
    browser.get("/auth/login")
    monkeypatch.setattr(blank, "monotonic", lambda: 10**9)
    browser.get("/auth/login")

    assert rendered() == 2


def test_each_place_the_site_is_mounted_at_has_its_own(app):
    client = app.test_client()
    pages = [client.get("/auth/login", environ_overrides={"SCRIPT_NAME": place}).text for place in ("", "/accounts")]

    assert ["/accounts/auth/reset" in page for page in pages] == [False, True]
