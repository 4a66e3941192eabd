"""The whole site, started once for the tests of this folder that change nothing about it."""

import pytest

from tests.support import mailserver, site
from tests.support.requirements import need
from tests.support.site import Site
from tests.support.visitor import Visitor


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


@pytest.fixture
def visit():
    """Browsers before a site, each with cookies and a line of its own."""
    visitors = []

    def visit(site: Site, **headers: str) -> Visitor:
        visitors.append(Visitor(site, **headers))
        return visitors[-1]

    yield visit
    for visitor in visitors:
        visitor.hang_up()
