"""What the tests against attacks share."""

from collections.abc import Callable

import pytest
from flask import Flask

from app import clock, db
from app.models import User
from tests.security.steps import LINKS, owner_of
from tests.support.apps import make_app
from tests.support.client import Browser

NEXT_KEY = "another key, as random as the first one was"


@pytest.fixture(scope="session")
def known_apps():
    """What `app_with` made, by its settings."""
    known: dict[str, Flask] = {}
    yield known
    for own in known.values():
        with own.app_context():
            db.engine.dispose()


@pytest.fixture
def app_with(app: Flask, known_apps: dict[str, Flask]):
    """The application with other settings, on the same database; tests leave it as it is."""

    def app_with(**settings: object) -> Flask:
        settings["SQLALCHEMY_DATABASE_URI"] = app.config["SQLALCHEMY_DATABASE_URI"]
        key = repr(sorted(settings.items()))
        if key not in known_apps:
            known_apps[key] = make_app(**settings)
        return known_apps[key]

    return app_with


@pytest.fixture
def browser_under(app: Flask, app_with: Callable[..., Flask]):
    """A browser of the application under the next key, with or without the key of before."""

    def browser_under(*fallbacks: str) -> Browser:
        return Browser(app_with(SECRET_KEY=NEXT_KEY, SECRET_KEY_FALLBACKS=list(fallbacks)))

    return browser_under


@pytest.fixture(params=LINKS)
def mailed(request, ada: User) -> tuple[str, str]:
    """A link of each kind, on an account in the state in which it works: the kind and the token."""
    kind = request.param
    owner = owner_of(kind, ada)
    ada.confirmed = kind != "confirm"
    ada.pending_email = "ada@new.example" if kind == "change_email" else None
    ada.closed_at = clock.now() if kind == "reopen" else None
    db.session.commit()
    return kind, LINKS[kind][0].sign(owner)
