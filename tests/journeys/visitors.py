"""People at a real browser: one with a mouse, one with the keyboard alone."""

import re

from tests.support.people import PASSWORD

LINK = re.compile(r"http://\S+/auth/(?:confirm|reset|change-email|undo-email|reopen|invite)/\S+")
MOST_STOPS = 100  # of the tab key, until something is out of reach
HAS_FOCUS = "element => element === document.activeElement"
# What has the focus bears an outline that can be seen; the body, between the last stop and the first, cannot.
IS_SEEN = """() => {
  const element = document.activeElement, { outlineStyle, outlineWidth } = getComputedStyle(element);
  return element === document.body || outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
}"""


class Visitor:
    """Somebody's browser, what is done with it by mouse, and what went wrong in it."""

    def __init__(self, context, url) -> None:
        self.page, self.url, self.faults = context.new_page(), url, []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", lambda message: self.note(message.type, message.text))
        self.page.on("response", lambda answer: answer.status >= 500 and self.faults.append(answer.url))

    def note(self, kind, text):
        """What the policy refuses is a fault; an error page is told by its status."""
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.faults.append(text)

    @property
    def main(self):
        return self.page.get_by_role("main")

    def goto(self, path):
        self.page.goto(path if path.startswith("http") else f"{self.url}{path}")

    def press(self, name, within="main"):
        self.use(self.page.get_by_role(within).get_by_role("button", name=name, exact=True))

    def follow(self, name, within="main"):
        self.use(self.page.get_by_role(within).get_by_role("link", name=name, exact=True).first)

    def use(self, locator):
        locator.click()

    def fill_in(self, label, text):
        self.main.get_by_label(label, exact=True).fill(text)

    def tick(self, label):
        self.main.get_by_label(label, exact=True).check()

    def choose(self, label, option):
        self.main.get_by_label(label, exact=True).select_option(label=option)

    def sees(self, heading):
        self.page.get_by_role("heading", name=heading, exact=True, level=1).wait_for()

    def reads(self, text):
        self.page.get_by_text(text).first.wait_for()

    def sign_in(self, password=PASSWORD, name="ada"):
        self.goto("/auth/login")
        self.fill_in("Email or username", name)
        self.fill_in("Password", password)
        self.press("Sign in")
        self.sees(f"Hello, {name}!")

    def close_account_and_reopen_it(self):
        self.goto("/account/close")
        self.sees("Close your account")
        self.fill_in("Your username", "ada")
        self.press("Close my account")
        self.reads("Your account is closed. We mailed you a link that opens it again within 14 days.")
        self.open_mail("Your account is closed")
        self.sees("Welcome back, ada")
        self.press("Reopen my account")
        self.reads("Your account is open again. Please sign in.")

    def open_mail(self, subject):
        """Follow the link in the newest mail with the subject, which a mail program would open."""
        self.goto("/dev/mail")
        self.page.get_by_role("link", name=subject).first.click()
        self.goto(LINK.search(self.page.locator("pre").inner_text())[0])


class Typist(Visitor):
    """Somebody who has no mouse, and looks where the focus is at each stop."""

    def reach(self, locator):
        for _stop in range(MOST_STOPS):
            if locator.evaluate(HAS_FOCUS):
                return
            self.page.keyboard.press("Tab")
            assert self.page.evaluate(IS_SEEN), self.page.evaluate("document.activeElement.outerHTML")
        raise AssertionError(f"out of reach of the keyboard: {locator}")

    def use(self, locator):
        self.reach(locator)
        self.page.keyboard.press("Enter")

    def fill_in(self, label, text):
        self.reach(self.main.get_by_label(label, exact=True))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def tick(self, label):
        self.reach(self.main.get_by_label(label, exact=True))
        self.page.keyboard.press("Space")

    def choose(self, label, option):
        """In a list the first letters lead to it."""
        self.reach(self.main.get_by_label(label, exact=True))
        self.page.keyboard.type(option)
