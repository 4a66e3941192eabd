"""A proxy that the settings do not know, or one they speak of that is not there."""

import pytest

from app import forwarding
from app.forwarding import MISSING, UNTRUSTED, noted

FORWARDED = {"X-Forwarded-For": "192.0.2.7"}


@pytest.fixture(autouse=True)
def nothing_said(app):
    app.extensions["forwarding"].clear()


def said(caplog):
    return [record.message for record in caplog.records if record.name == forwarding.__name__]


@pytest.mark.parametrize(
    ("proxies", "headers", "words"),
    [
        (0, {}, []),
        (0, FORWARDED, [UNTRUSTED]),
        (0, {"Forwarded": "for=192.0.2.7"}, [UNTRUSTED]),
        (1, FORWARDED, []),
        (1, {}, [MISSING]),
    ],
)
def test_what_does_not_fit_is_told_and_noted(browser, configure, caplog, proxies, headers, words):
    configure(FLASKY_PROXIES=proxies)
    browser.get("/", headers=headers)

    assert (said(caplog), noted()) == (words, words)


def test_it_is_told_once_an_hour(browser, caplog, clock):
    for minutes in (0, 59, 1):
        clock.advance(minutes=minutes)
        browser.get("/", headers=FORWARDED)

    assert said(caplog) == [UNTRUSTED] * 2


def test_this_machine_s_own_questions_come_past_the_proxy(browser, configure, caplog):
    configure(FLASKY_PROXIES=1)
    for path in ("/healthz", "/readyz", "/metrics"):
        browser.get(path)

    assert (said(caplog), noted()) == ([], [])


def test_after_a_week_it_is_forgotten(browser, clock):
    browser.get("/", headers=FORWARDED)
    clock.advance(days=7)

    assert noted() == []
