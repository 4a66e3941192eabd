"""Register, read the mail, confirm, sign out, sign in: in a real browser, on a real server."""

import re

import pytest

from tests.support import chromium, servers
from tests.support.people import PASSWORD
from tests.support.requirements import need

LINK = re.compile(r"http://\S+/auth/confirm/\S+")
PHONE = {"width": 375, "height": 740}


def test_chromium_is_here():
    need(chromium.what_is_missing())


@pytest.fixture
def visit(chromium_browser):
    """A page of a browser of its own; in the end nothing in it may have gone wrong."""
    opened = []

    def visit(**options: object):
        context = chromium_browser.new_context(**options)
        page = context.new_page()
        faults = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text) if is_a_fault(message) else None)
        page.on(
            "response", lambda answer: faults.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
        )
        opened.append((context, faults))
        return page

    yield visit
    for context, faults in opened:
        context.close()
        assert faults == []


def is_a_fault(message):
    """What the policy refuses is one; an error page is told by its status."""
    return message.type == "error" and not message.text.startswith("Failed to load resource")


def register(page, url):
    page.goto(url)
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("Email").fill("joan@example.com")
    page.get_by_label("Username").fill("joan")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The same password again", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Register").click()
    page.get_by_role("heading", name="Check your inbox").wait_for()


def confirm(page):
    """On the page that the link leads to."""
    page.get_by_role("heading", name="Confirm joan@example.com").wait_for()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm and sign in").click()
    page.get_by_text("You have confirmed your address. Thank you!").wait_for()


def sign_out_and_in(page, url):
    page.get_by_role("navigation").get_by_role("button", name="Sign out").click()
    page.get_by_text("You have been signed out.").wait_for()
    page.goto(f"{url}/auth/login")
    page.get_by_label("Email or username").fill("joan")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Keep me signed in").check()
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Hello, joan!").wait_for()


def mail_in_the_mailbox(page, url):
    page.goto(url)
    page.get_by_role("link", name="Mail").click()
    page.get_by_role("link", name="Confirm your address").click()
    return LINK.search(page.locator("pre").inner_text())[0]


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE}], ids=["desktop", "phone"])
def test_the_whole_path_with_the_development_mailbox(visit, tmp_path, options):
    page = visit(**options)
    with servers.serving(tmp_path) as server:
        register(page, server.url)
        page.goto(mail_in_the_mailbox(page, server.url))
        confirm(page)
        sign_out_and_in(page, server.url)

        assert page.url == f"{server.url}/"


def test_the_whole_path_with_a_mail_server(visit, tmp_path, mail_server):
    page = visit()
    settings = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(mail_server.port), "MAIL_USE_TLS": "0"}
    with servers.serving(tmp_path, **settings) as server:
        register(page, server.url)
        mail = mail_server.wait_for_a_mail()
        page.goto(LINK.search(mail.get_body(("plain",)).get_content())[0])
        confirm(page)
        sign_out_and_in(page, server.url)

        assert (mail["To"], page.url) == ("joan@example.com", f"{server.url}/")
