"""The mailbox of a development machine."""

import pytest

from app import db
from app.email import send_email
from config import ProductionConfig
from tests.support.apps import make_app
from tests.support.signups import sign_up


def test_an_empty_mailbox_says_what_to_do(browser):
    assert "No mail yet." in browser.get("/dev/mail").main


def test_the_navigation_counts_the_mails(browser):
    sign_up(browser)

    assert browser.get("/").all("span", "nav-count")[0].text == "1"


def test_the_newest_mail_stands_first(browser, app):
    sign_up(browser, email="first@example.com", username="first")
    sign_up(browser, email="second@example.com", username="second")

    main = browser.get("/dev/mail").main

    assert main.index("second@example.com") < main.index("first@example.com")


def test_a_mail_is_read_as_text_with_a_link_to_follow(browser, outbox):
    sign_up(browser)

    page = browser.get(f"/dev/mail/{outbox.messages[0].id}")

    link = next(text for text in page.links().values() if "/auth/confirm/" in text)
    assert (page.h1, link) == ("[Flasky] Confirm your address", f"http://flasky.test{outbox.link('email/confirm')}")


def test_a_mail_is_read_as_html_in_a_frame_that_can_do_nothing(browser, outbox):
    sign_up(browser)

    page = browser.get(f"/dev/mail/{outbox.messages[0].id}/html")

    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert page.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox "
        "allow-popups allow-popups-to-escape-sandbox"
    )


def test_markup_in_a_subject_is_text(browser, app, outbox, ada):
    send_email(
        "ada@example.com", "<b>Hello</b>", "email/already_registered", user=ada, login_link="http://flasky.test/"
    )
    db.session.commit()

    assert browser.get(f"/dev/mail/{outbox.messages[0].id}").h1 == "[Flasky] <b>Hello</b>"


@pytest.mark.parametrize("number", ["0", "1000000", "-1", "x", "9223372036854775808", "99999999999999999999"])
@pytest.mark.parametrize("part", ["", "/html"])
def test_a_mail_that_is_not_there_is_not_found(browser, number, part):
    assert browser.get(f"/dev/mail/{number}{part}").status == 404


def test_production_has_no_mailbox():
    assert ProductionConfig.MAILBOX is False


def test_without_the_mailbox_there_is_no_such_page():
    app = make_app(MAILBOX=False)

    assert [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/dev")] == []
