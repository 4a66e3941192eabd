"""Flask-Login's manager: what it remembers of strangers, and whom it takes for somebody else's browser."""

import pytest


def test_a_stranger_is_given_a_session_cookie_once(browser):
    pages = [browser.get("/auth/login") for _visit in range(3)]

    assert ["Set-Cookie" in page.headers for page in pages] == [True, False, False]


@pytest.mark.parametrize(
    "change", [{"environ_overrides": {"REMOTE_ADDR": "203.0.113.9"}}, {"headers": {"User-Agent": "x"}}]
)
def test_a_session_seen_with_another_address_or_browser_is_not_fresh(ada, sign_in, change):
    browser = sign_in(ada)

    assert [browser.get("/account/email").status, browser.open("/account/email", **change).status] == [200, 302]
