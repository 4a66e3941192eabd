"""Links in mails: whose they are, how long they last, and what they rely on."""

from datetime import timedelta

import pytest

from app.links import Link, external_url

LINK = Link("purpose", lifetime=timedelta(hours=1))


def test_a_token_says_whose_it_is(app):
    assert LINK.read(LINK.sign(7, "facts")).owner == 7


def test_it_holds_while_its_facts_hold(app):
    claim = LINK.read(LINK.sign(7, ("a", None, True)))

    assert [claim.relies_on(facts) for facts in [("a", None, True), ("a", None, False), ("a", "", True)]] == [
        True,
        False,
        False,
    ]


def test_facts_cannot_run_into_each_other(app):
    claim = LINK.read(LINK.sign(7, ("ab", "c")))

    assert claim.relies_on(("a", "bc")) is False


def test_it_expires_to_the_second(app, clock):
    claim = LINK.read(LINK.sign(7, "facts"))
    clock.advance(minutes=59, seconds=58)
    before = claim.has_expired()
    clock.advance(seconds=2)

    assert (before, claim.has_expired()) == (False, True)


def test_its_lifetime_can_be_another(app, clock):
    claim = LINK.read(LINK.sign(7, "facts", timedelta(days=1)))
    clock.advance(hours=23)

    assert claim.has_expired() is False


def test_a_clock_set_back_revives_nothing_by_itself(app, clock):
    token = LINK.sign(7, "facts")
    clock.advance(hours=-2)

    assert LINK.read(token).relies_on("other facts") is False


@pytest.mark.parametrize("text", ["", ".", "a.b", "\0", "é", "null", "0", "[]", "a" * 10_000])
def test_what_we_never_said_is_nothing(app, text):
    assert LINK.read(text) is None


def test_what_we_said_for_another_purpose_is_nothing(app):
    assert LINK.read(Link("other", timedelta(hours=1)).sign(7, "facts")) is None


def test_a_token_can_stand_in_a_url_as_it_is(app):
    token = LINK.sign(7, "facts")

    assert external_url("auth.confirm", token=token) == f"http://flasky.test/auth/confirm/{token}"


def test_a_link_comes_from_the_settings_and_not_from_the_request(app):
    with app.test_request_context("/", base_url="http://evil.test"):
        assert external_url("auth.login") == "http://flasky.test/auth/login"
