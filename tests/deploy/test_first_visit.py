"""A first visit is light, as nginx serves it."""

import pytest

from tests.support.first_visit import first_visit

MOST_BYTES, MOST_REQUESTS = 60_000, 8


@pytest.mark.parametrize("path", ["/", "/auth/login", "/auth/register", "/auth/reset", "/nowhere"])
def test_it_costs_few_bytes_and_few_requests(whole_site, path):
    fetched = first_visit(whole_site, path)

    assert [one for one in fetched[1:] if one.status != 200] == []
    assert len(fetched) <= MOST_REQUESTS
    assert sum(one.bytes for one in fetched) <= MOST_BYTES
