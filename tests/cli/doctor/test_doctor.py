"""`flask doctor`: each kind of broken installation is named, with why it matters and what mends it."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from app import db
from app.cli.doctor import delivery, files, settings
from app.cli.doctor.database import role, transport
from app.cli.doctor.findings import Level
from app.cli.doctor.versions import Known, judged
from app.email import heartbeat, send_email
from app.forwarding import MISSING, UNTRUSTED
from tests.support import databases, redis_servers
from tests.support.apps import make_app
from tests.support.mailserver import free_port
from tests.support.requirements import need
from tests.support.servers import STRONG_KEY

WELL = {
    "MAILBOX": False,
    "SECRET_KEY": STRONG_KEY,
    "SERVER_NAME": "accounts.example.com",
    "PREFERRED_URL_SCHEME": "https",
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_NAME": "__Host-session",
    "FLASKY_PROXIES": 1,
    "RATELIMIT_ENABLED": True,
    "FLASKY_ADMIN": ["root@example.com"],
}


@pytest.fixture
def findings(app, configure, tmp_path, monkeypatch):
    """What the doctor says of the theme, after some settings of a good installation were changed."""
    configure(**WELL)
    monkeypatch.setattr(files, "SETTINGS", tmp_path / ".env")

    def findings(theme, **changed: object):
        configure(**changed)
        result = app.test_cli_runner().invoke(args=["doctor", "--json"])
        told = json.loads(result.output)
        faulty = any(one["level"] == "fault" for one in told)
        assert (result.exit_code, [one for one in told if one["level"] != "ok" and not one["mend"]]) == (faulty, [])
        return [(one["level"], one["what"]) for one in told if one["theme"] == theme and one["level"] != "ok"]

    return findings


def test_a_good_installation_has_good_settings_and_a_good_database(findings):
    role = ("warning", "The application's role may create and drop tables.")

    assert (findings("settings"), [one for one in findings("database") if one != role]) == ([], [])


@pytest.mark.parametrize(
    ("changed", "level", "words"),
    [
        ({"MAILBOX": True}, "warning", "This is a development configuration."),
        ({"SECRET_KEY": "secret"}, "fault", "SECRET_KEY or one of SECRET_KEY_FALLBACKS can be guessed."),
        ({"SECRET_KEY_FALLBACKS": ["old"]}, "fault", "SECRET_KEY or one of SECRET_KEY_FALLBACKS can be guessed."),
        (
            {"SECRET_KEY": "development only: anyone can read this key"},
            "fault",
            "SECRET_KEY or one of SECRET_KEY_FALLBACKS can be guessed.",
        ),
        ({"FLASKY_HEALTH_TOKEN": "letmein"}, "fault", "FLASKY_HEALTH_TOKEN can be guessed."),
        ({"SERVER_NAME": None}, "warning", "SERVER_NAME is not set."),
        ({"SERVER_NAME": "localhost:5000"}, "warning", "SERVER_NAME is localhost:5000."),
        ({"SERVER_NAME": "192.0.2.7"}, "warning", "SERVER_NAME is 192.0.2.7."),
        ({"SERVER_NAME": "[2001:db8::1]:80"}, "warning", "SERVER_NAME is [2001:db8::1]:80."),
        ({"PREFERRED_URL_SCHEME": "http"}, "fault", "PREFERRED_URL_SCHEME is http."),
        ({"SESSION_COOKIE_SECURE": False}, "fault", "Cookies travel without TLS, or scripts can read them."),
        ({"SESSION_COOKIE_HTTPONLY": False}, "fault", "Cookies travel without TLS, or scripts can read them."),
        ({"SESSION_COOKIE_SAMESITE": None}, "fault", "Cookies travel without TLS, or scripts can read them."),
        ({"FLASKY_PROXIES": 0}, "warning", "FLASKY_PROXIES is 0."),
        ({"RATELIMIT_ENABLED": False}, "warning", "RATELIMIT_ENABLED is 0."),
        ({"FLASKY_ADMIN": []}, "warning", "FLASKY_ADMIN is empty."),
    ],
)
def test_a_setting_that_is_wrong_is_named(findings, changed, level, words):
    assert findings("settings", **changed) == [(level, words)]


def test_what_could_not_be_understood_is_named(findings, monkeypatch):
    monkeypatch.setattr(settings.env, "problems", ["MAIL_PORT must be a whole number from 1 to 65535, not 'many'."])

    assert findings("settings") == [("fault", "MAIL_PORT must be a whole number from 1 to 65535, not 'many'.")]


@pytest.mark.parametrize(
    ("proxies", "headers", "words"), [(0, {"X-Forwarded-For": "192.0.2.7"}, UNTRUSTED), (1, {}, MISSING)]
)
def test_requests_that_came_otherwise_than_the_settings_say_are_named(
    app, browser, configure, findings, proxies, headers, words
):
    app.extensions["forwarding"].clear()
    configure(FLASKY_PROXIES=proxies)
    browser.get("/", headers=headers)

    assert ("warning", words) in findings("settings", FLASKY_PROXIES=proxies)


def test_a_database_that_does_not_serve_is_the_only_thing_said_of_it():
    app = make_app(SQLALCHEMY_DATABASE_URI="sqlite:////nowhere/at/all.sqlite")
    result = app.test_cli_runner().invoke(args=["doctor", "--json"])

    told = [one["what"] for one in json.loads(result.output) if one["theme"] == "database"]
    assert (result.exit_code, told) == (1, ["The database does not serve: unable to open database file"])


@pytest.fixture
def at_step(app):
    def move(revision):
        db.session.execute(text("UPDATE alembic_version SET version_num = :step"), {"step": revision})
        db.session.commit()

    before = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    yield move
    move(before)


def test_a_schema_that_is_behind_is_named(findings, at_step):
    at_step("0001")

    assert ("fault", "The schema is behind.") in findings("database")


def test_one_that_is_ahead_is_named(findings, at_step):
    at_step("ffff")

    assert ("warning", "The schema is newer than this release.") in findings("database")


def test_a_clock_that_is_off_is_named(app, findings, clock):
    clock.advance(minutes=5)
    told = [level for level, words in findings("database") if "clock is 300 seconds off" in words]

    assert told == ([] if db.engine.dialect.name == "sqlite" else ["warning"])


@pytest.mark.parametrize("url", ["postgresql+psycopg://u@db.example.com/d", "mysql+pymysql://u@db.example.com/d"])
def test_a_database_elsewhere_without_proof_of_who_it_is_is_named(app_on, url):
    with app_on("sqlite").app_context(), pytest.MonkeyPatch.context() as patch:
        patch.setitem(app_on("sqlite").config, "SQLALCHEMY_DATABASE_URI", url)
        plain = transport()
        patch.setitem(app_on("sqlite").config, "SQLALCHEMY_DATABASE_URI", f"{url}?sslmode=verify-full&ssl_ca=/ca.pem")

        assert (plain.level, transport().level) == (Level.WARNING, Level.OK)


@pytest.mark.parametrize("server", databases.SERVERS)
def test_the_server_s_own_role_is_too_strong(app_on, server):
    need(databases.what_is_missing(server))
    with app_on(server).app_context():
        assert role().level == Level.WARNING


def test_a_redis_that_does_not_serve_is_named(findings):
    ((level, words),) = findings("redis", REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")

    assert (level, words.startswith("Redis does not serve: ")) == ("fault", True)


def test_a_redis_that_serves_is_not_at_fault(findings):
    need(redis_servers.what_is_missing())
    with redis_servers.running() as server:
        assert [level for level, _ in findings("redis", REDIS_URL=server.url) if level == "fault"] == []


def test_a_broker_that_does_not_serve_is_named(findings):
    url = f"redis://127.0.0.1:{free_port()}/0"
    ((level, words),) = findings("broker", MAIL_DELIVERY="celery", CELERY_BROKER_URL=url)

    assert (level, words.startswith("The broker does not serve: ")) == ("fault", True)


def test_mail_that_is_off_is_named(findings):
    assert findings("mail") == [("warning", "MAIL_SERVER is not set.")]


@pytest.fixture
def delivering(configure, mail_server):
    configure(
        MAIL_SERVER="127.0.0.1",
        MAIL_PORT=mail_server.port,
        MAIL_USE_TLS=False,
        FLASKY_MAIL_SENDER="Flasky <no-reply@accounts.example.org>",
    )


def test_mail_that_is_on_has_nothing_to_be_said_about(delivering, findings):
    heartbeat.beat()

    assert findings("mail") == []


def test_a_mail_server_that_is_away_is_named(delivering, findings):
    heartbeat.beat()
    ((level, words),) = findings("mail", MAIL_PORT=free_port())

    assert (level, "Connection refused" in words) == ("fault", True)


def test_a_mail_server_that_cannot_encrypt_is_named(delivering, findings):
    heartbeat.beat()
    ((level, words),) = findings("mail", MAIL_USE_TLS=True)

    assert (level, "STARTTLS" in words) == ("fault", True)


def test_a_mail_server_elsewhere_that_is_spoken_to_in_the_clear_is_named(app, configure):
    configure(MAIL_SERVER="mail.example.org", MAIL_USE_TLS=False)
    found = delivery.encryption()

    assert (found.level, found.what) == (Level.FAULT, "Mails leave unencrypted.")


def test_a_delivery_that_has_stopped_is_named(delivering, findings, clock):
    never = findings("mail")
    heartbeat.beat()
    clock.advance(minutes=10)
    ((level, words),) = findings("mail")

    assert never == [("fault", "Nobody has ever delivered.")]
    assert (level, words.startswith("Nobody has delivered since ")) == ("fault", True)


def test_a_mail_that_waits_for_long_is_named(ada, delivering, findings, clock):
    send_email(ada.email, "Hello", "email/reopened", user=ada, login_link="http://flasky.test/")
    db.session.commit()
    clock.advance(hours=2)
    heartbeat.beat()
    ((level, words),) = findings("mail")

    assert (level, words.startswith("A mail waits since ")) == ("warning", True)


def test_a_sender_that_is_nobody_is_named(delivering, findings):
    heartbeat.beat()

    assert findings("mail", FLASKY_MAIL_SENDER="Flasky <flasky@localhost>") == [
        ("warning", "Mails come from flasky@localhost.")
    ]


@pytest.mark.parametrize(("mode", "faulty"), [(0o644, True), (0o602, True), (0o640, False), (0o600, False)])
def test_a_file_that_others_can_open_is_named(findings, tmp_path, mode, faulty):
    (tmp_path / ".env").write_text("SECRET_KEY=x")
    (tmp_path / ".env").chmod(mode)

    assert [words for _, words in findings("files") if ".env" in words] == (
        ["Everybody on this machine can open .env."] if faulty else []
    )


def test_so_is_a_database_in_a_file(app, findings):
    if db.engine.dialect.name != "sqlite":
        assert findings("files") == []
        return
    Path(db.engine.url.database).chmod(0o644)

    assert findings("files") == [("fault", "Everybody on this machine can open test.sqlite.")]


@pytest.mark.parametrize(
    ("present", "level"),
    [("nginx version: nginx/1.20.1", "ok"), ("1.20.0", "warning"), ("1.9", "warning"), ("2.0", "ok"), ("?", "warning")],
)
def test_a_version_with_a_known_fault_is_named(present, level):
    assert judged(Known("nginx", (1, 20, 1), "It is broken."), present).level == level


def test_people_read_it_line_by_line(app, configure):
    configure(**WELL, MAIL_SERVER=None)
    lines = app.test_cli_runner().invoke(args=["doctor"]).output.splitlines()

    assert lines[0].split() == ["ok", "settings:", "Production", "is", "configured."]
    assert lines[-1].endswith(" fault")


def test_a_secret_is_32_bytes_and_new_each_time(app):
    printed = [app.test_cli_runner().invoke(args=["secret"]).output.strip() for _ in range(2)]

    assert (len(bytes.fromhex(printed[0])), printed[0] != printed[1]) == (32, True)
