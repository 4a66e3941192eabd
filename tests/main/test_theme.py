"""Light, dark, or as the system: the switch in the footer."""

import re

import pytest

from app import blank
from tests.support.settings import ROOT

SURFACE = re.compile(r"--surface: light-dark\((#\w+), (#\w+)\)")


def choose(browser, theme, path="/auth/login"):
    form = browser.get(path).form_saying("As the system")
    return browser.post(form.action, form.values | {"theme": theme})


def painted(page):
    """The theme that the page itself names, and what the browser is told of its own colours."""
    told = [
        (meta.get("name"), meta.get("media"), meta.get("content"))
        for meta in page.all("meta")
        if meta.get("name") in {"color-scheme", "theme-color"}
    ]
    return page.tree.get("data-bs-theme"), told


@pytest.fixture
def surfaces():
    """The ground of the head of each page, light and dark."""
    return SURFACE.search((ROOT / "app" / "static" / "css" / "tokens.css").read_text()).groups()


def test_a_page_is_as_the_system_until_somebody_chooses(browser, surfaces):
    light, dark = surfaces

    assert painted(browser.get("/")) == (
        None,
        [
            ("color-scheme", None, "light dark"),
            ("theme-color", "(prefers-color-scheme: light)", light),
            ("theme-color", "(prefers-color-scheme: dark)", dark),
        ],
    )


@pytest.mark.parametrize(("theme", "index"), [("light", 0), ("dark", 1)])
def test_a_choice_is_in_every_page_from_then_on(browser, surfaces, theme, index):
    choose(browser, theme)

    told = [("color-scheme", None, theme), ("theme-color", None, surfaces[index])]
    assert [painted(browser.get(path)) for path in ("/", "/auth/login", "/nowhere")] == [(theme, told)] * 3


def test_the_switch_marks_the_present_one(browser):
    choose(browser, "dark")
    buttons = [button for form in browser.get("/").all("form", "themes") for button in form.iter("button")]

    assert [(button.text, button.get("value"), button.get("aria-current")) for button in buttons] == [
        ("Light", "light", None),
        ("Dark", "dark", "true"),
        ("As the system", "system", None),
    ]


def test_going_back_to_the_system_leaves_no_cookie(browser):
    choose(browser, "dark")
    choose(browser, "system")

    assert ("theme" in browser.cookies, painted(browser.get("/"))[0]) == (False, None)


@pytest.mark.parametrize("path", ["/", "/auth/reset?a=b", "/nowhere"])
def test_it_stays_on_the_page(browser, path):
    answer = choose(browser, "dark", path)

    assert (answer.status, answer.location) == (303, path)


def test_it_leads_to_no_other_site(browser):
    answer = browser.post("/theme?next=//evil.test", {"theme": "dark", "csrf_token": browser.get("/").csrf_token})

    assert answer.location == "/"


def test_it_outlives_signing_in_and_out(ada, sign_in):
    browser = sign_in(ada)
    choose(browser, "dark", "/account/")
    inside = painted(browser.get("/account/"))[0]
    browser.press("/", "Sign out")

    assert (inside, painted(browser.get("/"))[0]) == ("dark", "dark")


def test_whoever_waits_for_a_mail_may_choose_too(unconfirmed, sign_in):
    browser = sign_in(unconfirmed)
    choose(browser, "dark", "/auth/unconfirmed")

    assert painted(browser.get("/auth/unconfirmed"))[0] == "dark"


@pytest.mark.parametrize("theme", ["", "DARK", "blue", '"><script>'])
def test_a_theme_that_is_not_there_changes_nothing(browser, theme):
    answer = browser.post("/theme", {"theme": theme, "csrf_token": browser.get("/").csrf_token})

    assert (answer.status, "theme" in browser.cookies) == (400, False)


@pytest.mark.parametrize("theme", ["system", "blue", '"><script>'])
def test_a_cookie_of_somebody_else_s_making_is_as_none(browser, theme):
    browser.take({"theme": theme})

    assert painted(browser.get("/"))[0] is None


def test_only_a_form_of_ours_can_choose(browser):
    assert browser.post("/theme", {"theme": "dark"}).status == 400
    assert "theme" not in browser.cookies


def test_a_page_rendered_for_all_strangers_is_each_one_s_own_theme(open_browser, configure):
    configure(MAILBOX=False)
    blank.page_for.cache_clear()
    browsers = [open_browser().take({"theme": theme}) for theme in ("dark", "light", "system", "dark")]

    themes = [painted(browser.get("/auth/login"))[0] for browser in browsers]
    assert (themes, blank.page_for.cache_info().hits) == (["dark", "light", None, "dark"], 1)
