"""The limits by IP address hold through nginx, and for the address that is true."""


def test_an_address_that_is_made_up_is_no_way_around_a_limit(whole_site, visit):
    def ask_for_a_link(forged: str) -> int:
        """Each costs one of `LINKS` in app/limits.py."""
        stranger = visit(whole_site, X_Forwarded_For=forged, Forwarded=f"for={forged}", X_Real_IP=forged)
        return stranger.submit("/auth/reset", email=f"{forged}@example.com").status

    statuses = [ask_for_a_link(f"203.0.113.{number}") for number in range(22)]

    assert (statuses[0], statuses[-1]) == (303, 429)
