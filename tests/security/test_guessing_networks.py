"""Guesses from one network at many accounts, and who the peer is: what a header says is no way around."""

import pytest

from app import db
from app.models import AccountEvent
from tests.security.steps import guess
from tests.support.client import Browser
from tests.support.people import PASSWORD

FREE = 50  # NETWORK.free


def spray(browser, many, peer, start=0):
    """One wrong password at each of many accounts that nobody has; the statuses."""
    return [guess(browser, f"nobody{number}", **coming(peer(number))).status for number in range(start, start + many)]


def coming(peer, forwarded=None):
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return {"environ_base": {"REMOTE_ADDR": peer}, "headers": headers}


def always(peer):
    return lambda _number: peer


@pytest.fixture
def behind_a_proxy(app_with):
    return Browser(app_with(FLASKY_PROXIES=1))


def test_a_network_s_fifty_wrong_passwords_are_free_and_the_next_waits(browser, clock):
    assert spray(browser, FREE + 1, always("192.0.2.1")) == [422] * FREE + [429]


def test_the_network_counts_and_not_the_address(browser):
    assert spray(browser, FREE + 1, lambda number: f"192.0.2.{number}") == [422] * FREE + [429]


def test_an_ipv6_network_is_a_64(browser):
    assert spray(browser, FREE + 1, lambda number: f"2001:db8:1:2:{number:x}::1") == [422] * FREE + [429]


def test_the_networks_beside_it_go_on(browser):
    spray(browser, FREE, always("192.0.2.1"))
    spray(browser, FREE, always("2001:db8:1:2::1"), start=FREE)

    for peer in ("192.0.3.1", "2001:db8:1:3::1"):
        assert guess(browser, "somebody", **coming(peer)).status == 422


def test_the_network_s_waits_double_up_to_a_quarter_of_an_hour(browser, clock):
    spray(browser, FREE - 1, always("192.0.2.1"))
    seen = []
    for number in range(6):
        guess(browser, f"somebody{number}", **coming("192.0.2.1"))
        seen.append(int(guess(browser, "else", **coming("192.0.2.1")).headers["Retry-After"]))
        clock.advance(seconds=seen[-1])

    assert seen == [60, 120, 240, 480, 900, 900]


def test_an_hour_of_quiet_forgets_the_network(browser, clock):
    spray(browser, FREE, always("192.0.2.1"))
    clock.advance(hours=1, seconds=1)

    assert spray(browser, 2, always("192.0.2.1"), start=FREE) == [422, 422]


def test_one_s_own_sign_in_does_not_clear_the_network_s_count(browser, ada, open_browser):
    """Django-allauth 65.8.1: guesses between one's own sign-ins were never stopped."""
    spray(browser, FREE - 1, always("192.0.2.1"))
    own = guess(open_browser(), "ada", PASSWORD, **coming("192.0.2.1")).status
    spray(browser, 1, always("192.0.2.1"), start=FREE)

    assert (own, guess(browser, "grace", **coming("192.0.2.1")).status) == (303, 429)


def test_a_forged_forwarded_for_changes_nothing_without_a_proxy(browser):
    """Django-allauth 65.14.2."""
    peers = [
        guess(browser, f"nobody{number}", **coming("192.0.2.1", f"198.51.{number}.7")).status
        for number in range(FREE + 1)
    ]

    assert peers == [422] * FREE + [429]


def test_a_forged_forwarded_for_changes_nothing_behind_a_proxy(behind_a_proxy):
    """The proxy adds the true peer at the end; what stands before it, the peer has written."""
    statuses = [
        guess(behind_a_proxy, f"nobody{number}", **coming("10.0.0.1", f"198.51.{number}.7, 192.0.2.1")).status
        for number in range(FREE + 1)
    ]

    assert statuses == [422] * FREE + [429]


def test_behind_a_proxy_the_peer_counts_and_not_the_proxy(behind_a_proxy):
    for number in range(FREE):
        guess(behind_a_proxy, f"nobody{number}", **coming("10.0.0.1", "192.0.2.1"))

    assert guess(behind_a_proxy, "somebody", **coming("10.0.0.1", "203.0.113.9")).status == 422


HEADERS = {
    "X-Real-IP": "198.51.100.1",
    "Forwarded": "for=198.51.100.1",
    "Client-IP": "198.51.100.1",
    "True-Client-IP": "198.51.100.1",
    "CF-Connecting-IP": "198.51.100.1",
    "X-Forwarded-Host": "198.51.100.1",
    "Remote-Addr": "198.51.100.1",
    "Remote-User": "ada",
    "X-Remote-User": "ada",
}


@pytest.mark.parametrize("name", HEADERS)
def test_no_other_header_says_who_the_peer_is(browser, behind_a_proxy, name):
    header = {name: HEADERS[name]}
    guess(browser, "nobody", environ_base={"REMOTE_ADDR": "192.0.2.1"}, headers=header)
    through = header | {"X-Forwarded-For": "192.0.2.2"}
    guess(behind_a_proxy, "nobody", environ_base={"REMOTE_ADDR": "10.0.0.1"}, headers=through)

    assert peers() == ["192.0.2.1", "192.0.2.2"]


def peers():
    return db.session.scalars(db.select(AccountEvent.ip).order_by(AccountEvent.id)).all()


def test_an_ipv4_peer_shown_as_ipv6_is_the_ipv4_peer(browser):
    spray(browser, FREE - 1, always("192.0.2.1"))
    statuses = spray(browser, 2, always("::ffff:192.0.2.9"), start=FREE)

    assert (statuses, peers()[-1]) == ([422, 429], "192.0.2.9")


def test_ipv4_peers_shown_as_ipv6_are_not_one_network(browser):
    spray(browser, FREE, always("::ffff:192.0.2.1"))

    assert guess(browser, "somebody", **coming("::ffff:203.0.113.1")).status == 422


@pytest.mark.parametrize("forwarded", ["", "unknown", "'", "1.2.3.4:80", "[::1]:80", "é", "a" * 3000, ",", "1.2.3.4,"])
def test_rubbish_for_a_peer_is_no_fault(behind_a_proxy, forwarded):
    page = guess(behind_a_proxy, "nobody", **coming("10.0.0.1", forwarded.encode().decode("latin-1")))

    assert page.status == 422
