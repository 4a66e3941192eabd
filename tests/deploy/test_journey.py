"""Register, confirm, sign out, sign in: over HTTPS, through nginx, in a real browser."""

import re
from urllib.parse import urlsplit

import pytest

from tests.journeys.test_first_visit import confirm, register, sign_out_and_in
from tests.support import chromium
from tests.support.certificates import HOST
from tests.support.requirements import need
from tests.support.site import URL

LINK = re.compile(rf"{URL}/auth/confirm/\S+")


@pytest.fixture
def page(whole_site):
    """A page of a browser that trusts the site's certificate alone."""
    need(chromium.what_is_missing())
    with chromium.launched(*whole_site.chromium_arguments) as browser:
        yield browser.new_context().new_page()


def test_the_whole_path_over_https(page, post_office):
    faults, hosts = [], set()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))

    register(page, URL)
    mail = post_office.wait_for_a_mail()
    page.goto(LINK.search(mail.get_body(("plain",)).get_content())[0])
    confirm(page)
    sign_out_and_in(page, URL)

    assert (faults, hosts, page.url) == ([], {HOST}, f"{URL}/")
    cookies = {cookie["name"]: (cookie["secure"], cookie["httpOnly"]) for cookie in page.context.cookies()}
    ours = dict.fromkeys(["__Host-browser", "__Host-remember", "__Host-session"], (True, True))
    assert cookies == ours | {"timezone": (True, False)}  # which a script writes
