"""What is written down: one line each, with the same keys, and nothing that opens an account."""

import io
import json
import logging
import re
from itertools import count

import pytest

from app import db, logs, slow_queries
from app.blank import NOBODYS
from tests.support.apps import make_app
from tests.support.people import OTHER_PASSWORD, PASSWORD
from tests.support.signups import sign_up

KEYS = [
    "time",
    "level",
    "logger",
    "message",
    "request_id",
    "user_id",
    "ip",
    "endpoint",
    "rule",
    "method",
    "status",
    "ms",
    "exception",
]
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
HOSTILE = ["a\nb", "a\r\nb", "\x1b[31mred", "\x00", "\u2028", "\x9b31m", '"}{"level":"ERROR"']


class Log:
    """What went to the error stream."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self):
        return [json.loads(line) for line in self.text.splitlines()]


def fail(token):
    return 1 / 0


@pytest.fixture
def log(app, monkeypatch):
    """Everything of ours, as production writes it."""
    log = Log()
    handler = logging.StreamHandler(log.stream)
    handler.setFormatter(logs.FORMATS["json"])
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    ours = logging.getLogger("app")
    before = ours.level
    ours.setLevel(logging.DEBUG)
    yield log
    ours.setLevel(before)


def test_a_request_is_a_line_with_every_key(ada, sign_in, log):
    browser = sign_in(ada)
    browser.get("/account/profile")
    line = log.lines[-1]

    assert (list(line), bool(TIME.fullmatch(line["time"])), line["ms"] > 0) == (KEYS, True, True)
    expected = {
        "level": "INFO",
        "logger": "app.logs",
        "message": "GET /account/profile 200",
        "user_id": ada.id,
        "ip": "127.0.0.1",
        "endpoint": "account.profile",
        "rule": "/account/profile",
        "method": "GET",
        "status": 200,
        "exception": None,
    }
    assert {name: line[name] for name in expected} == expected


def test_a_line_outside_of_a_request_has_the_same_keys(app, log):
    app.logger.warning("Mail is off.")

    assert (list(log.lines[-1]), log.lines[-1]["request_id"]) == (KEYS, None)


def test_nothing_that_opens_an_account_is_written_down(browser, outbox, log):
    """A whole first visit: password, mailed link, cookies, tokens of forms."""
    sign_up(browser)
    link = outbox.link("email/confirm")
    browser.submit("/auth/login", email="joan", password=OTHER_PASSWORD)
    browser.get(link)
    browser.submit("/auth/confirm", password=PASSWORD)
    browser.get(f"/nowhere/{link}?password={PASSWORD}")
    browser.get("/", headers={"Authorization": "Bearer canary", "X-Canary": "canary", "Referer": link})

    secrets = [PASSWORD, OTHER_PASSWORD, link.rpartition("/")[2], "canary", *browser.cookies.values()]
    assert (len(log.lines) > 8, [one for one in secrets if one in log.text]) == (True, [])


def test_a_mailed_link_is_named_by_its_rule(browser, log):
    browser.get(f"/auth/confirm/{'x' * 20}")

    assert [log.lines[-1][name] for name in ("endpoint", "rule")] == [
        "auth.follow_confirmation",
        "/auth/confirm/<token>",
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_character_makes_a_second_line(app, log, text):
    app.logger.warning("Said: %s", text)

    assert [line["message"] for line in log.lines] == [f"Said: {text}"]
    assert log.text.isascii()


@pytest.mark.parametrize("text", HOSTILE)
def test_neither_in_text(text):
    record = logging.LogRecord("app", logging.WARNING, __file__, 1, "Said: %s", (text,), None)

    written = logs.FORMATS["text"].format(record)
    assert (len(written.splitlines()), re.findall(r"[\x00-\x1f\x7f-\x9f]", written)) == (1, [])


def test_an_error_is_one_line_with_its_traceback_but_without_the_path(app, log):
    own = make_app(SQLALCHEMY_DATABASE_URI=app.config["SQLALCHEMY_DATABASE_URI"], PROPAGATE_EXCEPTIONS=False)
    own.add_url_rule("/fail/<token>", "fail", fail)
    with own.app_context():
        own.test_client().get("/fail/canary")
        db.engine.dispose()
    errors = [line for line in log.lines if line["level"] == "ERROR"]

    assert [line["exception"].splitlines()[-1] for line in errors] == ["ZeroDivisionError: division by zero"]
    assert ([line["rule"] for line in errors], "canary" in log.text) == (["/fail/<token>"], False)


def test_the_id_of_a_request_is_told_to_whoever_asked(browser, log):
    page = browser.get("/")

    assert (page.headers["X-Request-Id"], len(log.lines[-1]["request_id"])) == (log.lines[-1]["request_id"], 32)


@pytest.mark.parametrize(
    ("proxies", "given", "taken"),
    [
        (1, "0f8fad5bd9cb469fa165", True),
        (0, "0f8fad5bd9cb469fa165", False),
        (1, "short", False),
        (1, "x" * 65, False),
        (1, "with blanks in it", False),
    ],
)
def test_an_id_is_taken_from_a_trusted_proxy_only(browser, configure, log, proxies, given, taken):
    configure(FLASKY_PROXIES=proxies)

    page = browser.get("/", headers={"X-Request-Id": given, **({"X-Forwarded-For": "192.0.2.7"} if proxies else {})})

    assert (page.headers["X-Request-Id"] == given) == taken


def test_the_user_costs_no_query(browser, log, statements):
    browser.client.set_cookie("session", "x", domain="flasky.test")
    browser.get("/healthz")

    assert (statements, log.lines[-1]["user_id"]) == ([], None)


def test_a_slow_query_is_logged_without_its_values(ada, sign_in, configure, monkeypatch, log):
    browser = sign_in(ada)
    configure(SLOW_QUERY_MS=1000)
    monkeypatch.setattr(slow_queries, "perf_counter", count().__next__)  # each look at the clock is a second later
    browser.get("/")

    lines = [line for line in log.lines if line["logger"] == "app.slow_queries"]
    assert lines[0]["message"].startswith("A query took 1000 ms: SELECT ")
    assert (lines[0]["endpoint"], ada.email in log.text) == ("main.index", False)


def test_a_quick_one_is_not(browser, configure, log):
    configure(SLOW_QUERY_MS=60_000)
    browser.get("/user/ada")

    assert [line for line in log.lines if line["logger"] == "app.slow_queries"] == []


def test_no_query_is_slow_if_that_is_turned_off(browser, configure, log):
    configure(SLOW_QUERY_MS=0)
    browser.get("/user/ada")

    assert [line for line in log.lines if line["logger"] == "app.slow_queries"] == []


@pytest.mark.parametrize(("config_name", "kind"), [("development", "TextLine"), ("testing", "TextLine")])
def test_text_is_for_development(config_name, kind):
    make_app(config_name)

    assert type(logs.HANDLER.formatter).__name__ == kind


def test_a_level_keeps_the_rest_silent(app):
    make_app(LOG_LEVEL="error")
    level = logging.getLogger("app.logs").getEffectiveLevel()
    make_app()

    assert level == logging.ERROR


def test_where_the_server_names_no_error_stream_a_line_goes_to_the_process_s_own(app, capsys):
    with app.request_context(NOBODYS):
        logs.HANDLER.handle(logging.makeLogRecord({"msg": "while a page for all is rendered"}))

    [line] = capsys.readouterr().err.splitlines()
    assert line.endswith("while a page for all is rendered")
