"""What holds for every page, measured in a real browser, in the language with the longest words."""

import pytest

from app import db
from tests.support import databases
from tests.support.every_page import PAGES, come, settle, states
from tests.whole_app.test_routes import paths_for

NARROW, ZOOMED = {"width": 320, "height": 640}, {"width": 640, "height": 400}  # the latter: 1280 by 800, at 200 %
# Files, answers to programs, redirections, mails; and where a mailed link leads to.
NO_PAGES = ("/static", "/bootstrap", "/healthz", "/readyz", "/metrics", "/.well-known", "/dev/mail/", "/auth/reset/new")
# Elements whose content is wider than they are are scrolled by themselves, if at all.
TOO_WIDE = "() => document.documentElement.scrollWidth - innerWidth"
LARGE_TEXT = "() => { document.documentElement.style.fontSize = '200%'; }"
USUAL_TEXT = "() => { document.documentElement.style.fontSize = ''; }"
MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
  const { transitionDuration, animationName } = getComputedStyle(element);
  return animationName !== "none" || transitionDuration.split(",").some((one) => parseFloat(one) > 0);
}).map((element) => element.outerHTML.slice(0, 80))"""
# After a key was pressed, what has the focus matches :focus-visible, however it came by it.
UNSEEN = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")].filter((element) => {
  element.focus();
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const seen = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  return document.activeElement === element && !seen;
}).map((element) => element.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def town(served):
    """The site with people of each kind, and the links that it mailed to them."""
    url, app = served
    with app.app_context():
        databases.empty()
        links = settle()
        db.session.remove()
        db.engine.dispose()
    return url, links


@pytest.fixture
def open_page(town, chromium_browser):
    """A page of a browser of its own, of somebody whose language has long words."""
    contexts = []

    def open_page(**options: object):
        contexts.append(chromium_browser.new_context(base_url=town[0], locale="es", **options))
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()


def too_wide(page):
    for size in (NARROW, ZOOMED):
        page.set_viewport_size(size)
        if (excess := page.evaluate(TOO_WIDE)) > 0:
            yield f"{excess} pixels too wide at {size['width']}"
    page.evaluate(LARGE_TEXT)
    if (excess := page.evaluate(TOO_WIDE)) > 0:
        yield f"{excess} pixels too wide with large text"
    page.evaluate(USUAL_TEXT)


def faults_of(page):
    page.keyboard.press("Tab")
    yield from (f"focus is not seen: {element}" for element in page.evaluate(UNSEEN))
    yield from (f"moves: {element}" for element in page.evaluate(MOVING))
    yield from too_wide(page)


@pytest.mark.parametrize("person", PAGES)
def test_it_fits_is_still_and_shows_the_focus(town, open_page, person):
    page = open_page(reduced_motion="reduce")
    found = [f"{name}: {fault}" for name in states(page, person, town[1]) for fault in faults_of(page)]

    assert found == []


def test_paper_is_black_on_white_and_without_navigation(open_page):
    page = open_page(color_scheme="dark")
    come(page, "ada")
    page.goto("/account/data")
    page.emulate_media(media="print")
    style = "element => [getComputedStyle(element).backgroundColor, getComputedStyle(element).color]"
    shown = [page.locator(part).is_visible() for part in (".nav-items", ".settings-nav", "footer", "main button")]

    assert page.locator("body").evaluate(style) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert (shown, page.locator("h1").is_visible()) == ([False] * 4, True)


def beginning(path):
    """Of an address with variables, what comes before the first."""
    return path.partition("<")[0]


def test_every_page_is_looked_at():
    looked_at = " ".join(PAGES.values())
    pages = paths_for("all", "settled", "people", "members", "moderators", "administrators")

    assert [path for path in pages if not path.startswith(NO_PAGES) and beginning(path) not in looked_at] == []
