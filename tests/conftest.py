"""What tests may ask for. The parts are in tests/support/."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from nacl import pwhash
from sqlalchemy import event

from tests.support import settings

settings.clear_environment()  # before config.py reads it

from app import blank, db, frame, passwords  # noqa: E402
from app.auth import login  # noqa: E402
from app.extensions import limiter  # noqa: E402
from app.models import User  # noqa: E402
from tests.support import chromium, databases, mailserver, people  # noqa: E402
from tests.support.apps import make_app  # noqa: E402
from tests.support.client import Browser  # noqa: E402
from tests.support.outbox import Outbox  # noqa: E402
from tests.support.time import Clock  # noqa: E402

REAL_COST = {"PASSES": passwords.PASSES, "MEMORY": passwords.MEMORY}


@pytest.fixture(scope="session", autouse=True)
def cheap_hashing() -> Iterator[None]:
    """Argon2 at its lowest cost, and answers as soon as they are there: nobody here has a stopwatch."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(login, "WITH_HASHES", 0.0)
        patch.setattr(passwords, "PASSES", 1)
        patch.setattr(passwords, "MEMORY", pwhash.argon2id.MEMLIMIT_MIN)
        yield


@pytest.fixture
def real_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, cost in REAL_COST.items():
        monkeypatch.setattr(passwords, name, cost)


@pytest.fixture(scope="session")
def app_on() -> Iterator[Callable[[str], Flask]]:
    """The application on each database by its name, made when it is first asked for."""
    with ExitStack() as stack:
        known: dict[str, Flask] = {}

        def app_on(name: str) -> Flask:
            if name not in known:
                url = databases.ONLY or stack.enter_context(databases.of_this_run(name))
                known[name] = stack.enter_context(databases.app_on(url))
            return known[name]

        yield app_on


@pytest.fixture(params=databases.names())
def app(request: pytest.FixtureRequest, app_on: Callable[[str], Flask]) -> Iterator[Flask]:
    """The application on an empty database; a test that asks for it runs on each that is there."""
    app = app_on(request.param)
    with app.app_context():
        databases.empty()
        yield app
        db.session.rollback()


@pytest.fixture
def configure(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change settings of the application for one test."""

    def configure(**values: object) -> None:
        for name, value in values.items():
            monkeypatch.setitem(app.config, name, value)

    return configure


@pytest.fixture
def rendered_once(configure: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    """As in production, where pages and frames are kept for a minute, and within one."""
    configure(MAILBOX=False)
    monkeypatch.setattr(blank, "monotonic", lambda: 0.0)
    blank.page_for.cache_clear()
    frame.remembered.cache_clear()


@pytest.fixture
def limits(app: Flask) -> Iterator[None]:
    """Turn the limits by IP address on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limiter, "enabled", True)
        make_app(RATELIMIT_ENABLED=True)
        yield
        limiter.reset()


@pytest.fixture
def run(app: Flask) -> Callable[..., Result]:
    """Run a command of ours as `flask` does, with what is typed into it."""

    def run(*arguments: object, typed: str | None = None) -> Result:
        db.session.rollback()
        result = app.test_cli_runner().invoke(args=[str(argument) for argument in arguments], input=typed)
        db.session.rollback()
        db.session.expire_all()
        return result

    return run


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """A file with a content."""

    def file(content: str | bytes) -> Path:
        path = tmp_path / "file"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return file


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app)


@pytest.fixture
def open_browser(app: Flask) -> Callable[[], Browser]:
    """For tests with more than one browser."""
    return lambda: Browser(app)


@pytest.fixture
def sign_in(app: Flask, open_browser: Callable[[], Browser]) -> Callable[..., Browser]:
    """A browser of its own in which somebody has signed in, without the time that opening the page takes."""

    def sign_in(user: User, password: str = people.PASSWORD, **fields: Any) -> Browser:
        browser = open_browser()
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(app.config, "WTF_CSRF_ENABLED", value=False)
            answer = browser.post("/auth/login", {"email": user.email, "password": password} | fields)
        assert answer.status == 303, answer.errors
        return browser

    return sign_in


@pytest.fixture
def ada(app: Flask) -> User:
    """Somebody with a confirmed account."""
    return people.make_user("ada")


@pytest.fixture
def grace(app: Flask) -> User:
    """Somebody else with a confirmed account."""
    return people.make_user("grace")


@pytest.fixture
def unconfirmed(app: Flask) -> User:
    """Somebody whose address is not confirmed yet."""
    return people.make_user("newcomer", confirmed=False)


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every SQL statement from now on, in order."""
    heard: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        heard.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    yield heard
    event.remove(db.engine, "before_cursor_execute", listen)


@pytest.fixture
def outbox(app: Flask) -> Outbox:
    return Outbox()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("app.clock.datetime", clock)
    return clock


@pytest.fixture
def mail_server() -> Iterator[mailserver.MailServer]:
    with mailserver.running() as server:
        yield server


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Any]:
    if missing := chromium.what_is_missing():
        pytest.skip(missing)
    with chromium.launched() as browser:
        yield browser
