"""Getting an account back, moving it, ending a device, leaving and returning: in a real browser.

With SCREENSHOTS=<folder>, each page on the way is kept as a picture: narrow and wide, light and dark.
"""

import os
import re
from pathlib import Path

import pytest

from app import db
from tests.support import servers
from tests.support.apps import make_app
from tests.support.people import OTHER_PASSWORD, PASSWORD, make_user

LINK = re.compile(r"http://\S+/auth/(?:reset|change-email|undo-email|reopen)/\S+")
SCREENSHOTS = os.environ.get("SCREENSHOTS")
WIDTHS, SCHEMES = (375, 1280), ("light", "dark")
NEW = "ada@new.example"


class Visitor:
    """Somebody's browser, and what went wrong in it."""

    def __init__(self, context, url) -> None:
        self.page, self.url, self.faults = context.new_page(), url, []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda message: self.note(message.type, message.text))
        self.page.on("response", lambda answer: answer.status >= 500 and self.faults.append(answer.url))

    def note(self, kind, text):
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.faults.append(text)

    def goto(self, path):
        self.page.goto(path if path.startswith("http") else f"{self.url}{path}")

    def press(self, name):
        self.page.get_by_role("main").get_by_role("button", name=name, exact=True).click()

    def fill_in(self, label, text):
        self.page.get_by_role("main").get_by_label(label, exact=True).fill(text)

    def sees(self, heading):
        """Wait for the page with the heading; keep a picture of it."""
        self.page.get_by_role("heading", name=heading, exact=True, level=1).wait_for()
        if SCREENSHOTS:
            picture(self.page, re.sub(r"\W+", "-", heading.lower()).strip("-"))

    def reads(self, text):
        self.page.get_by_text(text).first.wait_for()

    def sign_in(self, password=PASSWORD, greeting="Hello, ada!"):
        self.goto("/auth/login")
        self.fill_in("Email or username", "ada")
        self.fill_in("Password", password)
        self.press("Sign in")
        self.sees(greeting)

    def open_mail(self, subject):
        """Follow the link in the newest mail with the subject."""
        self.goto("/dev/mail")
        self.page.get_by_role("link", name=subject).first.click()
        self.goto(LINK.search(self.page.locator("pre").inner_text())[0])


def picture(page, name):
    size = page.viewport_size
    for width in WIDTHS:
        for scheme in SCHEMES:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            path = Path(SCREENSHOTS) / f"{name}-{width}-{scheme}.png"
            page.screenshot(path=path, full_page=True, animations="disabled")
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="light")


@pytest.fixture
def visit(chromium_browser, tmp_path):
    """A browser of its own at a server where ada has an account; in the end nothing may have gone wrong."""
    visitors, contexts = [], []
    with servers.serving(tmp_path) as server:
        with make_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'journey.sqlite'}").app_context():
            make_user("ada")
            db.engine.dispose()

        def visit(**options: object):
            contexts.append(chromium_browser.new_context(**options))
            visitors.append(Visitor(contexts[-1], server.url))
            return visitors[-1]

        yield visit
        for context in contexts:
            context.close()
    assert [fault for visitor in visitors for fault in visitor.faults] == []


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["script", "no-script"])
def test_a_forgotten_password_is_replaced(visit, options):
    ada = visit(**options)
    ada.goto("/auth/login")
    ada.page.get_by_role("link", name="Forgot your password?").click()
    ada.sees("Forgot your password?")
    ada.fill_in("Email", "ada@example.com")
    ada.press("Send me a link")
    ada.sees("Check your inbox")
    ada.open_mail("Choose a new password")
    ada.sees("Choose a new password")
    ada.fill_in("New password", OTHER_PASSWORD)
    ada.fill_in("The same password again", OTHER_PASSWORD)
    ada.press("Save the new password")
    ada.reads("Your password has been changed. Please sign in with it.")
    ada.sees("Sign in")

    ada.sign_in(OTHER_PASSWORD)


def test_a_stronger_password_is_seen_while_it_is_typed(visit):
    ada = visit()
    ada.sign_in()
    ada.goto("/account/password")
    ada.fill_in("New password", "password1")
    ada.reads("This password is too common or too easy to guess.")
    ada.fill_in("New password", OTHER_PASSWORD)
    ada.reads("Very good.")
    ada.sees("Change your password")

    assert ada.page.locator("meter").evaluate("meter => meter.value") == 4


def test_an_account_moves_and_its_old_address_takes_it_back(visit):
    thief, ada = visit(), visit()
    thief.sign_in()
    thief.goto("/account/email")
    thief.fill_in("New address", NEW)
    thief.press("Change my address")
    thief.reads(f"We wrote to {NEW}. Follow the link there to finish.")
    thief.sees("Change your address")
    thief.open_mail("Confirm your new address")
    thief.reads("Your address has been changed.")
    ada.open_mail("Your address was changed")
    ada.sees("Take your account back")
    ada.press("This was not me")
    ada.reads("Your account is back at ada@example.com. We mailed you a link there.")
    thief.goto("/")
    thief.sees("Hello, stranger!")
    ada.open_mail("Choose a new password")
    ada.fill_in("New password", OTHER_PASSWORD)
    ada.fill_in("The same password again", OTHER_PASSWORD)
    ada.press("Save the new password")
    ada.sees("Sign in")

    ada.sign_in(OTHER_PASSWORD)
    ada.goto("/account/")
    ada.reads("ada@example.com")


def test_the_new_address_is_confirmed_in_another_browser_by_the_password(visit):
    ada, phone = visit(), visit(viewport={"width": 375, "height": 740})
    ada.sign_in()
    ada.goto("/account/email")
    ada.fill_in("New address", NEW)
    ada.press("Change my address")
    ada.sees("Change your address")
    phone.open_mail("Confirm your new address")
    phone.sees(f"Confirm {NEW}")
    phone.fill_in("Password", PASSWORD)
    phone.press("Confirm and sign in")

    phone.reads("Your address has been changed.")


def test_a_device_seen_from_another_is_ended_there(visit):
    here, there = visit(), visit(user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    there.sign_in()
    here.sign_in()
    here.goto("/account/sessions")
    here.sees("Devices")
    here.press("End: Firefox on Linux")
    here.reads("The device has been signed out.")
    here.reads("You are signed in nowhere else.")
    there.goto("/account/")
    there.sees("Sign in")
    here.goto("/account/activity")
    here.reads("A device was signed out")

    here.sees("Activity")


def test_an_account_is_closed_and_opened_again(visit):
    ada = visit()
    ada.sign_in()
    ada.goto("/account/data")
    ada.sees("Your data")
    with ada.page.expect_download() as download:
        ada.press("Download your data")
    ada.goto("/account/close")
    ada.sees("Close your account")
    ada.fill_in("Your username", "ada")
    ada.press("Close my account")
    ada.reads("Your account is closed. We mailed you a link that opens it again within 14 days.")
    ada.open_mail("Your account is closed")
    ada.sees("Welcome back, ada")
    ada.press("Reopen my account")
    ada.reads("Your account is open again. Please sign in.")

    ada.sign_in()
    assert download.value.suggested_filename == "ada.json"


def test_no_page_of_the_settings_is_scrolled_sideways_on_a_phone(visit):
    ada = visit(viewport={"width": 375, "height": 740})
    ada.sign_in()
    paths = ["", "profile", "username", "email", "password", "sessions", "activity", "data", "close"]
    widths = {}
    for path in paths:
        ada.goto(f"/account/{path}")
        widths[path] = ada.page.evaluate("document.documentElement.scrollWidth")
        if SCREENSHOTS:
            picture(ada.page, f"settings-{path or 'overview'}")

    assert {path: width for path, width in widths.items() if width > 375} == {}
