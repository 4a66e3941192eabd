"""Every setting: read once, from the environment or else `.env`, with its type and its default.

`flask config` prints the settings in force; `.env.example` and docs/settings.md explain each.
Importing this module never fails: what cannot be understood falls back to its default and is
collected in `env.problems`, which production refuses to start with.
"""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytz
from click import ClickException
from dotenv import load_dotenv

if TYPE_CHECKING:
    from flask import Flask  # gunicorn asks this module for its settings, and should not have to load it


BASE = Path(__file__).resolve().parent
TRANSLATIONS = BASE / "app" / "translations"
load_dotenv(BASE / ".env")  # whoever starts us: flask, gunicorn or Celery
KEY_RECIPE = "python3 -c 'import secrets; print(secrets.token_hex(32))'"
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]  # so that the machine itself can ask how we are
DRIVERS = {
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
}


class SettingsError(ClickException, RuntimeError):
    """The settings do not let the application start; the message names each and its remedy.

    `flask` commands show the message alone.
    """


class Environment:
    """Typed access to environment variables that remembers what it could not understand."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self.problems: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self._variables.get(name, "").strip() or default

    def number(self, name: str, default: int, least: int = 1, most: int = 65535) -> int:
        value = self.text(name)
        if value.isdecimal() and len(value) <= len(str(most)) and least <= int(value) <= most:
            return int(value)
        if value:
            self.problems.append(f"{name} must be a whole number from {least} to {most}, not {value!r}.")
        return default

    def flag(self, name: str, default: bool = False) -> bool:  # noqa: FBT001, FBT002 - a flag it is
        value = self.text(name).lower()
        if value in {"1", "true", "yes", "on"}:
            return True
        if value in {"0", "false", "no", "off"}:
            return False
        if value:
            self.problems.append(f"{name} must be 1 or 0, not {value!r}.")
        return default

    def choice(self, name: str, *choices: str) -> str:
        """One of the choices; the first is the default."""
        value = self.text(name, choices[0])
        if value not in choices:
            self.problems.append(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
            return choices[0]
        return value

    def listing(self, name: str) -> list[str]:
        """The values between commas or blanks."""
        return self.text(name).replace(",", " ").split()

    def languages(self, name: str) -> list[str]:
        """Tags of languages, the default one first; without a word all that there is a catalogue of."""
        known = ["en", *sorted(folder.name.replace("_", "-") for folder in TRANSLATIONS.glob("*/"))]
        wanted = self.listing(name) or known
        if unknown := set(wanted) - set(known):
            self.problems.append(f"{name} must be of {', '.join(known)}; there is no {', '.join(sorted(unknown))}.")
            return known
        return wanted

    def timezone(self, name: str, default: str) -> str:
        """A name of the tz database."""
        value = self.text(name, default)
        if value not in pytz.all_timezones_set:
            self.problems.append(f"{name} must be a time zone such as Europe/Madrid, not {value!r}.")
            return default
        return value

    def database(self, name: str, file: str) -> str:
        """A database URL with the driver that Pipfile brings; by default an SQLite file beside us."""
        scheme, separator, rest = self.text(name, f"sqlite:///{BASE / file}").partition("://")
        return DRIVERS.get(scheme, scheme) + separator + rest


env = Environment(os.environ)


class Config:
    """What holds in every configuration."""

    SECRET_KEY: str | None = env.text("SECRET_KEY")
    SECRET_KEY_FALLBACKS: ClassVar[list[str]] = env.listing("SECRET_KEY_FALLBACKS")
    SERVER_NAME: str | None = env.text("SERVER_NAME") or None
    PREFERRED_URL_SCHEME = env.choice("PREFERRED_URL_SCHEME", "https", "http")
    HOSTS: ClassVar[list[str]] = []
    FLASKY_PROXIES = env.number("FLASKY_PROXIES", 0, least=0)

    # How gunicorn serves it: deploy/gunicorn.conf.py asks.
    WEB_BIND = env.text("WEB_BIND", "127.0.0.1:8000")
    WEB_WORKERS = env.number("WEB_WORKERS", 2)
    WEB_THREADS = env.number("WEB_THREADS", 8)

    FLASKY_SITE_NAME = env.text("FLASKY_SITE_NAME", "Flasky")
    FLASKY_LANGUAGES: ClassVar[list[str]] = env.languages("FLASKY_LANGUAGES")
    FLASKY_TIMEZONE = env.timezone("FLASKY_TIMEZONE", "UTC")
    FLASKY_ADMIN: ClassVar[list[str]] = [a.lower() for a in env.listing("FLASKY_ADMIN")]
    FLASKY_NOTICES = env.number("FLASKY_NOTICES", 10, least=0)
    FLASKY_REGISTRATION = env.choice("FLASKY_REGISTRATION", "open", "invite", "closed")
    FLASKY_REVEAL_ACCOUNTS = env.flag("FLASKY_REVEAL_ACCOUNTS")
    FLASKY_GRAVATAR = env.flag("FLASKY_GRAVATAR")

    LOG_FORMAT = env.choice("LOG_FORMAT", "text", "json")
    LOG_LEVEL = env.choice("LOG_LEVEL", "info", "debug", "warning", "error")
    LOG_REQUESTS = True
    SLOW_QUERY_MS = env.number("SLOW_QUERY_MS", 500, least=0)
    SENTRY_DSN: str | None = env.text("SENTRY_DSN") or None
    FLASKY_HEALTH_TOKEN: str | None = env.text("FLASKY_HEALTH_TOKEN") or None
    PROMETHEUS_MULTIPROC_DIR: str | None = env.text("PROMETHEUS_MULTIPROC_DIR") or None

    DATABASE_POOL_SIZE = env.number("DATABASE_POOL_SIZE", 5)
    DATABASE_POOL_OVERFLOW = env.number("DATABASE_POOL_OVERFLOW", 10, least=0)

    MAIL_SERVER: str | None = env.text("MAIL_SERVER") or None
    MAIL_PORT = env.number("MAIL_PORT", 587)
    MAIL_USE_TLS = env.flag("MAIL_USE_TLS", default=True)
    MAIL_USE_SSL = env.flag("MAIL_USE_SSL")
    MAIL_USERNAME: str | None = env.text("MAIL_USERNAME") or None
    MAIL_PASSWORD: str | None = env.text("MAIL_PASSWORD") or None
    FLASKY_MAIL_SENDER = env.text("FLASKY_MAIL_SENDER", "Flasky <flasky@localhost>")
    FLASKY_MAIL_SUBJECT_PREFIX = env.text("FLASKY_MAIL_SUBJECT_PREFIX", "[Flasky]")
    MAIL_DEFAULT_SENDER = FLASKY_MAIL_SENDER
    MAIL_DELIVERY = env.choice("MAIL_DELIVERY", "thread", "celery")
    CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", "redis://127.0.0.1:6379/0")
    MAIL_FIRST_WAIT = timedelta(seconds=env.number("MAIL_FIRST_WAIT_SECONDS", 30))
    MAIL_LONGEST_WAIT = timedelta(minutes=env.number("MAIL_LONGEST_WAIT_MINUTES", 120))
    MAIL_GIVE_UP_AFTER = timedelta(hours=env.number("MAIL_GIVE_UP_HOURS", 24))
    MAIL_PER_MINUTE = env.number("MAIL_PER_MINUTE", 0, least=0, most=1_000_000)
    MAIL_PER_MINUTE_AND_DOMAIN = env.number("MAIL_PER_MINUTE_AND_DOMAIN", 0, least=0, most=1_000_000)
    MAIL_KEEP_BODIES = False
    MAILBOX = False

    SESSION_TYPE = env.choice("SESSION_TYPE", "cookie", "redis")
    SESSION_PROTECTION: str | None = env.choice("SESSION_PROTECTION", "basic", "strong", "none")
    SESSION_IDLE = timedelta(hours=env.number("SESSION_IDLE_HOURS", 12))
    SESSION_LIFETIME = timedelta(days=env.number("SESSION_LIFETIME_DAYS", 30))
    SESSION_FRESH = timedelta(minutes=env.number("SESSION_FRESH_MINUTES", 10))
    SESSION_REFRESH_EACH_REQUEST = False
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    REMEMBER_COOKIE_HTTPONLY = True
    REMEMBER_COOKIE_SAMESITE = "Lax"
    REMEMBER_COOKIE_DURATION = SESSION_LIFETIME
    PERMANENT_SESSION_LIFETIME = SESSION_LIFETIME

    RATELIMIT_ENABLED = env.flag("RATELIMIT_ENABLED", default=True)
    REDIS_URL: str | None = env.text("REDIS_URL") or None
    RATELIMIT_STORAGE_URI = REDIS_URL or "database://"

    # A form of ours is below 2 kB; the rest is room, not a target.
    MAX_CONTENT_LENGTH = 64 * 1024
    MAX_FORM_MEMORY_SIZE = 64 * 1024
    MAX_FORM_PARTS = 100
    # An open form stays good for as long as its session does; the token dies with it.
    WTF_CSRF_TIME_LIMIT: int | None = None
    BOOTSTRAP_SERVE_LOCAL = True

    @classmethod
    def init_app(cls, app: "Flask") -> None:
        """Hook of a configuration, called by `create_app` once its values are in force."""


if not Config.PROMETHEUS_MULTIPROC_DIR:
    # The library asks for the variable by itself, and takes an empty one for the present folder.
    os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)


class DevelopmentConfig(Config):
    """One person's machine: nothing leaves it, and nothing has to be set."""

    SECRET_KEY = Config.SECRET_KEY or "development only: anyone can read this key"
    SERVER_NAME = Config.SERVER_NAME or f"127.0.0.1:{env.number('FLASK_RUN_PORT', 5000)}"
    PREFERRED_URL_SCHEME = env.choice("PREFERRED_URL_SCHEME", "http", "https")
    SQLALCHEMY_DATABASE_URI = env.database("DEV_DATABASE_URL", "data-dev.sqlite")
    MAIL_KEEP_BODIES = True
    MAILBOX = True
    LOG_REQUESTS = False  # `flask run` writes a line for each by itself

    @classmethod
    def init_app(cls, app: "Flask") -> None:
        for problem in env.problems:
            app.logger.warning("%s The default is used.", problem)


class TestingConfig(Config):
    """The tests' own: a database of their own, no limits unless a test asks for them."""

    TESTING = True
    SECRET_KEY = "tests only: anyone can read this key"  # noqa: S105
    SERVER_NAME = "flasky.test"
    PREFERRED_URL_SCHEME = "http"
    SQLALCHEMY_DATABASE_URI = env.database("TEST_DATABASE_URL", "data-test.sqlite")
    RATELIMIT_ENABLED = False
    MAIL_SERVER = None
    MAILBOX = True
    LOG_LEVEL = "warning"


class ProductionConfig(Config):
    """Strangers' accounts: starts only with settings that can be trusted."""

    SQLALCHEMY_DATABASE_URI = env.database("DATABASE_URL", "data.sqlite")
    LOG_FORMAT = env.choice("LOG_FORMAT", "json", "text")

    @classmethod
    def init_app(cls, app: "Flask") -> None:
        problems = [*env.problems, *weak_secrets(), *missing_host(), *missing_redis()]
        if problems:
            raise SettingsError("\n  ".join(["production refuses to start:", *problems]))
        app.config["HOSTS"] = [str(cls.SERVER_NAME).lower().partition(":")[0], *LOOPBACK]
        if cls.PREFERRED_URL_SCHEME == "https":
            app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_NAME="__Host-session")
            app.config.update(REMEMBER_COOKIE_SECURE=True, REMEMBER_COOKIE_NAME="__Host-remember")
        if not cls.MAIL_SERVER:
            app.logger.warning("Mail is off: set MAIL_SERVER; until then mails wait in the database.")


def weak_secrets() -> list[str]:
    """What is wrong with the secrets: each at least 32 bytes (256 bits) of something unguessable."""
    keys = {
        "SECRET_KEY": [Config.SECRET_KEY or ""],
        "SECRET_KEY_FALLBACKS": Config.SECRET_KEY_FALLBACKS,
        "FLASKY_HEALTH_TOKEN": [Config.FLASKY_HEALTH_TOKEN] if Config.FLASKY_HEALTH_TOKEN else [],
    }
    weak = [name for name, values in keys.items() if any(is_weak(value) for value in values)]
    return [
        f"{name} must be at least 32 random bytes. Make some with  {KEY_RECIPE}  and put {name}=... into .env."
        for name in weak
    ]


def is_weak(key: str) -> bool:
    return len(key.encode()) < 32 or len(set(key)) < 10  # noqa: PLR2004 - ASVS 5.0 11.2.3


def missing_host() -> list[str]:
    if Config.SERVER_NAME:
        return []
    return ["SERVER_NAME must be the public host name, as in SERVER_NAME=accounts.example.com; put it into .env."]


def missing_redis() -> list[str]:
    if Config.SESSION_TYPE != "redis" or Config.REDIS_URL:
        return []
    return ["SESSION_TYPE=redis needs REDIS_URL, as in REDIS_URL=redis://127.0.0.1:6379/0; put it into .env."]


config: dict[str, type[Config]] = {
    "development": DevelopmentConfig,
    "testing": TestingConfig,
    "production": ProductionConfig,
    "default": DevelopmentConfig,
}
