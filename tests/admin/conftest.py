"""Those who may come in here."""

import pytest

from tests.support.people import make_user


@pytest.fixture
def root(app):
    """An administrator."""
    return make_user("root", role="Administrator")


@pytest.fixture
def administrator(root, sign_in):
    """An administrator's browser."""
    return sign_in(root)


@pytest.fixture
def moderator(app, sign_in):
    """A moderator's browser."""
    return sign_in(make_user("moderator", role="Moderator"))
