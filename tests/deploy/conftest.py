"""The whole site, started once for the tests of this folder that change nothing about it."""

import pytest

from tests.support import mailserver, site
from tests.support.requirements import need


@pytest.fixture(scope="session")
def post_office():
    """The mail server of the whole site."""
    with mailserver.running() as server:
        yield server


@pytest.fixture(scope="session")
def whole_site(tmp_path_factory, post_office):
    """One nginx, one gunicorn, PostgreSQL and Redis, by the shipped files."""
    need(site.what_is_missing())
    mail = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(post_office.port), "MAIL_USE_TLS": "0"}
    with site.running(tmp_path_factory.mktemp("site"), **mail) as running:
        yield running
