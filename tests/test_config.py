"""Every setting: read once, typed, and refused where it would be dangerous."""

import runpy
import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from flask import Flask

from tests.support.settings import ROOT, names

STRONG = "3f9c1b7e5a2d8046c19be7305fd2a48163b05ec79d1f2a8b"
HOST = "accounts.example.com"


@pytest.fixture
def load(monkeypatch):
    """config.py, read anew in an environment with these variables and no other setting."""

    def load(**variables: str):
        for name, value in (dict.fromkeys(names(), "") | variables).items():
            monkeypatch.setenv(name, value)
        return SimpleNamespace(**runpy.run_path(str(ROOT / "config.py")))

    return load


@pytest.fixture
def start(load):
    """An application with the settings of a configuration in force; raises what it refuses with."""

    def start(name, **variables: str):
        settings = load(**variables).config[name]
        app = Flask("settings")
        app.config.from_object(settings)
        settings.init_app(app)
        return app

    return start


@pytest.fixture
def refusal(start):
    def refusal(**variables: str):
        with pytest.raises(RuntimeError) as caught:
            start("production", **variables)
        return str(caught.value)

    return refusal


def test_a_file_beside_it_says_what_the_environment_does_not(tmp_path, monkeypatch):
    """Whoever imports it first: flask and gunicorn, but Celery as well."""
    shutil.copy(ROOT / "config.py", tmp_path)
    (tmp_path / ".env").write_text("WEB_THREADS=3\nWEB_WORKERS=3\n")
    monkeypatch.delenv("WEB_THREADS")
    monkeypatch.setenv("WEB_WORKERS", "4")

    config = runpy.run_path(str(tmp_path / "config.py"))["Config"]

    assert (config.WEB_THREADS, config.WEB_WORKERS) == (3, 4)


@pytest.mark.parametrize("name", ["development", "testing", "default"])
def test_everything_but_production_starts_with_nothing_set(start, name):
    assert start(name).config["SECRET_KEY"] > ""


def test_the_default_is_development(load):
    config = load().config

    assert config["default"] is config["development"]


def test_production_starts_with_a_key_and_a_host(start):
    app = start("production", SECRET_KEY=STRONG, SERVER_NAME=HOST)

    assert (app.config["SECRET_KEY"], app.config["SERVER_NAME"], app.debug, app.testing) == (STRONG, HOST, False, False)


@pytest.mark.parametrize("key", ["", "secret", "x" * 64, "abc" * 30, STRONG[:31], "0123456789" * 2])
def test_production_refuses_a_weak_key_and_says_how_to_make_one(refusal, key):
    words = refusal(SECRET_KEY=key, SERVER_NAME=HOST)

    assert ("SECRET_KEY" in words, "secrets.token_hex(32)" in words, "SERVER_NAME" in words) == (True, True, False)


def test_production_does_not_show_the_weak_key(refusal):
    assert "hunter2hunter2" not in refusal(SECRET_KEY="hunter2hunter2", SERVER_NAME=HOST)


def test_production_refuses_a_weak_key_of_before(refusal):
    assert "SECRET_KEY_FALLBACKS" in refusal(SECRET_KEY=STRONG, SERVER_NAME=HOST, SECRET_KEY_FALLBACKS="old")


def test_production_refuses_to_guess_its_host(refusal):
    words = refusal(SECRET_KEY=STRONG)

    assert ("SERVER_NAME" in words, "SECRET_KEY" in words) == (True, False)


def test_production_names_everything_that_is_wrong_at_once(refusal):
    words = refusal(MAIL_PORT="many", MAIL_USE_TLS="perhaps", SESSION_PROTECTION="great")

    named = ["SECRET_KEY", "SERVER_NAME", "MAIL_PORT", "MAIL_USE_TLS", "SESSION_PROTECTION"]
    assert [name for name in named if name in words] == named


def test_production_answers_its_own_host_and_the_machine_itself(start):
    app = start("production", SECRET_KEY=STRONG, SERVER_NAME=f"{HOST}:8443")

    assert app.config["HOSTS"] == [HOST, "localhost", "127.0.0.1", "[::1]"]


def test_cookies_of_production_travel_by_https_only(start):
    config = start("production", SECRET_KEY=STRONG, SERVER_NAME=HOST).config

    assert (config["SESSION_COOKIE_NAME"], config["REMEMBER_COOKIE_NAME"]) == ("__Host-session", "__Host-remember")
    assert (config["SESSION_COOKIE_SECURE"], config["REMEMBER_COOKIE_SECURE"]) == (True, True)


def test_production_says_that_mail_is_off(start, caplog):
    start("production", SECRET_KEY=STRONG, SERVER_NAME=HOST)

    assert [record.levelname for record in caplog.records if "Mail is off" in record.message] == ["WARNING"]


def test_with_a_mail_server_it_says_nothing(start, caplog):
    start("production", SECRET_KEY=STRONG, SERVER_NAME=HOST, MAIL_SERVER="mail.example.com")

    assert caplog.records == []


@pytest.mark.parametrize("value", ["x", "-1", "1.5", "²", "1e3", " "])
def test_what_is_no_number_leaves_the_default(load, value):
    assert load(MAIL_PORT=value).Config.MAIL_PORT == 587


@pytest.mark.parametrize(("value", "flag"), [("1", True), ("TRUE", True), ("on", True), ("0", False), ("no", False)])
def test_a_flag_is_on_or_off(load, value, flag):
    assert load(FLASKY_REVEAL_ACCOUNTS=value).Config.FLASKY_REVEAL_ACCOUNTS is flag


def test_development_warns_of_what_it_cannot_understand(start, caplog):
    start("development", MAIL_PORT="many")

    assert [record.message for record in caplog.records] == [
        "MAIL_PORT must be a whole number from 1 to 65535, not 'many'. The default is used."
    ]


def test_administrators_are_several_and_in_lower_case(load):
    assert load(FLASKY_ADMIN="Root@Example.com, boss@example.com").Config.FLASKY_ADMIN == [
        "root@example.com",
        "boss@example.com",
    ]


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql://u@h/d", "postgresql+psycopg://u@h/d"),
        ("mysql://u@h/d", "mysql+pymysql://u@h/d"),
        ("mariadb://u@h/d", "mariadb+pymysql://u@h/d"),
        ("postgresql+psycopg://u@h/d", "postgresql+psycopg://u@h/d"),
        ("sqlite:////tmp/a.sqlite", "sqlite:////tmp/a.sqlite"),
        ("", f"sqlite:///{ROOT / 'data.sqlite'}"),
    ],
)
def test_a_database_url_gets_the_driver_that_is_here(load, given, used):
    assert used == load(DATABASE_URL=given).ProductionConfig.SQLALCHEMY_DATABASE_URI


@pytest.mark.parametrize("name", ["DEV_DATABASE_URL", "TEST_DATABASE_URL", "DATABASE_URL"])
def test_each_configuration_has_a_database_of_its_own(load, name):
    config = load(**{name: "sqlite:////tmp/one.sqlite"}).config

    uris = [config[one].SQLALCHEMY_DATABASE_URI for one in ("development", "testing", "production")]
    assert uris.count("sqlite:////tmp/one.sqlite") == 1


def test_sessions_last_as_long_as_is_set(load):
    settings = load(SESSION_IDLE_HOURS="2", SESSION_LIFETIME_DAYS="7", SESSION_FRESH_MINUTES="5").Config

    week = timedelta(days=7)
    assert (timedelta(hours=2), timedelta(minutes=5)) == (settings.SESSION_IDLE, settings.SESSION_FRESH)
    lifetimes = [settings.SESSION_LIFETIME, settings.REMEMBER_COOKIE_DURATION, settings.PERMANENT_SESSION_LIFETIME]
    assert lifetimes == [week, week, week]


@pytest.mark.parametrize("value", ["\0", "é" * 10, "\n", "9" * 5000, "://", "%", "$(id)"])
def test_reading_the_settings_never_fails(load, value):
    readable = value.replace("\0", "")

    assert load(**dict.fromkeys(names(), readable)).config.keys() == load().config.keys()
