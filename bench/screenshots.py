"""What bin/screenshots runs: a site with a person and an administrator, and Chromium before it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page

from config import Config
from tests.support import chromium, servers
from tests.support.settings import ROOT, plain_environment

PASSWORD = "seven quiet rivers bend"  # noqa: S105
PEOPLE: dict[str, list[str]] = {"ada": [], "root": ["--admin"]}
WIDTHS = (360, 768, 1440)
SCHEMES = ("light", "dark")
SIZE = {"width": 1440, "height": 900}
PAGES = {
    "stranger": """/ /auth/login /auth/register /auth/registered /auth/reset /auth/reset/sent /auth/confirm/x
        /auth/invite/x /auth/reset/x /auth/reopen/x /auth/change-email/x /auth/undo-email/x /nowhere /dev/mail
        /dev/mail/samples /dev/components""",
    "ada": """/ /user/ada /account/ /account/profile /account/username /account/email /account/password
        /account/sessions /account/activity /account/data /account/language /account/close /auth/logout""",
    "root": """/admin/ /admin/users /admin/users?search=nobody /admin/users/1 /admin/users/1/disable
        /admin/users/1/role /admin/invitations /admin/events /admin/mail""",
}
REFUSED = ("/auth/login", "/auth/register", "/auth/reset", "/account/email", "/account/password")
AXE = os.environ.get("AXE")


def main(words: list[str]) -> None:
    faults = []
    with tempfile.TemporaryDirectory() as folder, servers.serving(Path(folder), RATELIMIT_ENABLED="0") as server:
        settle(Path(folder))
        with chromium.launched() as browser:
            for person, language in product(PAGES, Config.FLASKY_LANGUAGES):
                for name, page in states(browser, server.url, person, language, words):
                    faults += views(page, language, name)
    sys.exit("\n".join(faults) or None)


def settle(folder: Path) -> None:
    """People who can sign in; none of their mails is sent."""
    database = f"sqlite:///{folder / 'journey.sqlite'}"
    environment = plain_environment(FLASK_CONFIG="development", DEV_DATABASE_URL=database)
    for name, options in PEOPLE.items():
        create = ["users", "create", f"{name}@example.com", name, "--password-stdin", *options]
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *create]
        subprocess.run(command, cwd=ROOT, env=environment, input=PASSWORD, text=True, check=True, capture_output=True)


def states(browser: Browser, url: str, person: str, language: str, words: list[str]) -> Iterator[tuple[str, Page]]:
    """Each page as it is opened, and after an empty form was refused."""
    page = browser.new_context(locale=language, base_url=url, viewport=SIZE).new_page()
    if person != "stranger":
        sign_in(page, person)
    for path in PAGES[person].split():
        if words and not any(word in path for word in words):
            continue
        name = f"{person}{path.replace('/', '-').replace('?', '-')}"
        page.goto(path)
        yield name, page
        if path in REFUSED:
            page.locator("main form [type=submit]").first.click()
            page.locator(".error-summary").wait_for()
            yield f"{name}-refused", page
    page.context.close()


def sign_in(page: Page, person: str) -> None:
    page.goto("/auth/login")
    page.fill("[name=email]", person)
    page.fill("[name=password]", PASSWORD)
    page.locator("main [type=submit]").click()
    page.wait_for_url("/")


def views(page: Page, language: str, name: str) -> Iterator[str]:
    """Take its pictures, and say what is wrong with it."""
    for scheme, width in product(SCHEMES, WIDTHS):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(SIZE | {"width": width})
        place = ROOT / "screenshots" / language / scheme / str(width) / f"{name}.png"
        page.screenshot(path=place, full_page=True, animations="disabled")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            yield f"{place.relative_to(ROOT)}: scrolls sideways"
        for fault in found_by_axe(page) if AXE else []:
            yield f"{place.relative_to(ROOT)}: {fault}"


def found_by_axe(page: Page) -> list[str]:
    # The page's policy lets no other script in; what a debugger evaluates is not asked.
    page.evaluate(Path(str(AXE)).read_text())
    violations = page.evaluate("axe.run().then((result) => result.violations)")
    return [f"{one['id']}: {', '.join(str(node['target']) for node in one['nodes'])}" for one in violations]


if __name__ == "__main__":
    main(sys.argv[1:])
