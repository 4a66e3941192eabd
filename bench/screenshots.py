"""What bin/screenshots runs: a site with people of each kind, and Chromium before it."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.support import settings

settings.clear_environment()  # before config.py reads it

from app import db  # noqa: E402
from config import Config  # noqa: E402
from tests.support import chromium, databases, servers  # noqa: E402
from tests.support.apps import make_app  # noqa: E402
from tests.support.every_page import PAGES, settle, states  # noqa: E402

WIDTHS = (360, 768, 1440)
SCHEMES = ("light", "dark")
SIZE = {"width": 1440, "height": 900}
PLACE = settings.ROOT / "screenshots"


class Town:
    """A site, and people of each kind who have an account there."""

    def __init__(self, folder: Path, url: str) -> None:
        self.url = url
        database = f"sqlite:///{folder / 'journey.sqlite'}"
        self.app = make_app(SQLALCHEMY_DATABASE_URI=database, SECRET_KEY=servers.STRONG_KEY)

    def pages(self, browser: Browser, language: str, words: list[str]) -> Iterator[tuple[str, Page]]:
        """Every page in a language, as each person sees it; accounts keep theirs, so people are made anew."""
        with self.app.app_context():
            databases.empty()
            links = settle()
            db.session.remove()
            db.engine.dispose()
        for person in PAGES:
            page = browser.new_context(locale=language, base_url=self.url, viewport=SIZE).new_page()
            yield from ((name, page) for name in states(page, person, links, words or [""]))
            page.context.close()


@contextmanager
def town() -> Iterator[Town]:
    own = {"RATELIMIT_ENABLED": "0", "SECRET_KEY": servers.STRONG_KEY}
    with tempfile.TemporaryDirectory() as folder, servers.serving(Path(folder), **own) as server:
        yield Town(Path(folder), server.url)


def main(words: list[str]) -> None:
    faults = []
    with town() as place, chromium.launched() as browser:
        for language in Config.FLASKY_LANGUAGES:
            for name, page in place.pages(browser, language, words):
                faults += views(page, PLACE / language, name)
    sys.exit("\n".join(faults) or None)


def views(page: Page, folder: Path, name: str) -> Iterator[str]:
    """Take its pictures, and say where it has to be scrolled sideways."""
    for scheme, width in product(SCHEMES, WIDTHS):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(SIZE | {"width": width})
        place = folder / scheme / str(width) / f"{name}.png"
        page.screenshot(path=place, full_page=True, animations="disabled")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            yield f"{place.relative_to(PLACE)}: scrolls sideways"


if __name__ == "__main__":
    main(sys.argv[1:])
