"""In which language, and by which clock, somebody is spoken to."""

import pytest
from flask_babel import get_locale, get_timezone

from app import db
from app.languages import Reader, negotiated, tag, writing_to
from tests.support.people import PASSWORD, make_user
from tests.support.signups import sign_up

OURS = ("en", "es", "zh_Hans")


@pytest.fixture
def spanish(app):
    """Somebody who has chosen Spanish."""
    person = make_user("ada")
    person.language, person.timezone = "es", "America/Bogota"
    db.session.commit()
    return person


@pytest.fixture
def speak(app, browser):
    """The language and the clock of a page."""

    def speak(browser=browser, accepts="", **cookies: str):
        for name, value in cookies.items():
            browser.client.set_cookie(name, value, domain="flasky.test")
        page = browser.get("/", headers={"Accept-Language": accepts})
        return page.tree.get("lang"), page.tree.get("dir")

    return speak


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("es", "es"),
        ("es-419,es;q=0.9,en;q=0.8", "es"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh_Hans"),
        ("zh-Hans-SG", "zh_Hans"),
        ("zh", "zh_Hans"),
        ("zh-TW,en;q=0.5", "en"),  # who reads traditional characters rather reads English than simplified ones
        ("de,fr;q=0.9,es;q=0.1", "es"),
        ("en;q=0.3,es;q=0.7", "es"),
        ("es;q=0,en;q=0.1", "en"),
        ("en-GB", "en"),
        ("de", None),
        ("*", None),
        ("", None),
        ("xx-klingon, ,;q=,;;é,es_MX-,=", None),
    ],
)
def test_what_the_browser_asks_for_is_found_by_language_and_script(header, language):
    assert negotiated(header, OURS) == language


def test_the_account_comes_before_the_cookie_and_the_cookie_before_the_browser(spanish, sign_in, speak):
    first = speak(accepts="zh-CN")
    second = speak(accepts="zh-CN", language="en")
    third = speak(sign_in(spanish), accepts="zh-CN", language="en")

    assert [first, second, third] == [("zh-Hans", "ltr"), ("en", "ltr"), ("es", "ltr")]


def test_what_nobody_offers_counts_for_nothing(speak):
    assert speak(accepts="es", language="tlh") == ("es", "ltr")
    assert speak(accepts="de", language="../../etc/passwd") == ("en", "ltr")


def test_an_account_whose_language_is_offered_no_more_is_spoken_to_as_its_browser_asks(spanish, sign_in, speak):
    spanish.language = "de"
    db.session.commit()

    assert speak(sign_in(spanish), accepts="zh")[0] == "zh-Hans"


def test_signing_up_keeps_the_language_of_the_page(browser, outbox):
    browser.client.set_cookie("language", "es", domain="flasky.test")
    sign_up(browser)

    mail = outbox.newest("email/confirm")
    assert (mail.language, "Confirma tu dirección" in mail.subject) == ("es", True)


def test_whoever_was_never_asked_keeps_the_language_of_the_first_sign_in(ada, browser):
    browser.client.set_cookie("language", "zh-Hans", domain="flasky.test")
    browser.submit("/auth/login", email="ada", password=PASSWORD)
    db.session.expire_all()

    assert ada.language == "zh_Hans"


def test_caches_keep_a_page_apart_by_cookie_and_language(browser):
    assert set(browser.get("/").headers["Vary"].split(", ")) == {"Cookie", "Accept-Language"}


def test_times_go_by_the_account_s_clock_then_by_the_browser_s(spanish, sign_in, open_browser):
    signed_in, stranger = sign_in(spanish), open_browser()
    for browser in (signed_in, stranger):
        browser.client.set_cookie("timezone", "Asia/Shanghai", domain="flasky.test")

    assert signed_in.get("/account/").tree.get("data-timezone") == "America/Bogota"
    assert "UTC" not in stranger.get("/user/ada").main
    assert stranger.get("/user/ada").tree.get("data-timezone") is None


@pytest.mark.parametrize("zone", ["Nowhere/Land", "../../etc/passwd", "x" * 5000])
def test_a_clock_that_does_not_exist_counts_for_nothing(app, zone):
    with app.test_request_context(headers={"Cookie": f"timezone={zone}"}):
        assert str(get_timezone()) == "UTC"


def test_what_is_written_for_somebody_else_is_in_their_language_and_then_it_is_as_before(app):
    with app.test_request_context(headers={"Accept-Language": "es"}):
        with writing_to(Reader("zh_Hans", "Asia/Shanghai")):
            inside = tag(get_locale()), str(get_timezone())
        after = tag(get_locale()), str(get_timezone())

    assert (inside, after) == (("zh-Hans", "Asia/Shanghai"), ("es", "UTC"))
