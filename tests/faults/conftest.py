"""The site under gunicorn on each database, with a lease and time-outs short enough to be waited for."""

from contextlib import ExitStack

import pytest

from bench.faults import databases, sink, site
from tests.support.databases import what_is_missing
from tests.support.requirements import need

HURRIED = "bench.faults.hurried:app"


@pytest.fixture
def mail_sink(tmp_path):
    with sink.sinking(tmp_path) as server:
        yield server


@pytest.fixture(params=databases.NAMES)
def hurried_site(request, tmp_path, mail_sink):
    if request.param in databases.SERVERS:
        need(what_is_missing(request.param))
    with ExitStack() as stack:
        url = stack.enter_context(databases.database(request.param, tmp_path))
        short_waits = {"MAIL_FIRST_WAIT_SECONDS": "1"}
        yield stack.enter_context(site.serving(tmp_path, url, mail_sink, HURRIED, **short_waits))
