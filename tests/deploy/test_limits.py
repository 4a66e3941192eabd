"""The limits by IP address hold through nginx, and for the address that is true."""

from tests.support.visitor import Visitor


def test_an_address_that_is_made_up_is_no_way_around_a_limit(whole_site):
    statuses = [ask_for_a_link(whole_site, f"203.0.113.{number}") for number in range(22)]

    assert (statuses[0], statuses[-1]) == (303, 429)


def ask_for_a_link(site, forged):
    """Each costs one of `LINKS` in app/limits.py."""
    stranger = Visitor(site, X_Forwarded_For=forged, Forwarded=f"for={forged}", X_Real_IP=forged)
    status = stranger.submit("/auth/reset", email=f"{forged}@example.com").status
    stranger.hang_up()
    return status
