"""One server for all journeys; each begins with an empty database and with browsers of its own."""

from collections.abc import Iterator
from typing import Any

import pytest

from app import db
from tests.journeys.visitors import Visitor
from tests.support import databases, servers
from tests.support.apps import make_app
from tests.support.people import make_user


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any]]:
    """The address of a running site, and an application on the same database."""
    folder = tmp_path_factory.mktemp("journeys")
    with servers.serving(folder, RATELIMIT_ENABLED="0", SECRET_KEY=servers.STRONG_KEY) as server:
        database = f"sqlite:///{folder / 'journey.sqlite'}"
        yield server.url, make_app(SQLALCHEMY_DATABASE_URI=database, SECRET_KEY=servers.STRONG_KEY)


@pytest.fixture
def url(served: tuple[str, Any]) -> Iterator[str]:
    """Where the site is, on which ada has an account, and root administers."""
    url, app = served
    with app.app_context():
        databases.empty()
        make_user("ada")
        make_user("root", role="Administrator")
        db.session.remove()
        db.engine.dispose()
    return url


@pytest.fixture
def visit(chromium_browser: Any, url: str) -> Iterator[Any]:
    """A browser of its own before the site; in the end nothing may have gone wrong in any."""
    visitors, contexts = [], []

    def visit(kind: type[Visitor] = Visitor, **options: object) -> Visitor:
        contexts.append(chromium_browser.new_context(**options))
        visitors.append(kind(contexts[-1], url))
        return visitors[-1]

    yield visit
    for context in contexts:
        context.close()
    assert [fault for visitor in visitors for fault in visitor.faults] == []
