"""Links in mails: whose they are, how long they last, and what they rely on."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from app import db
from app.links import Link, external_url
from app.models import User

LINK = Link("purpose", timedelta(hours=1), lambda owner: owner.facts)
NAMED = Link("named", timedelta(hours=1), lambda user: user.username)


def somebody(facts="facts", id_=7):
    """An owner, as far as a link looks at one."""
    return SimpleNamespace(id=id_, facts=facts)


def test_a_token_says_whose_it_is(ada, grace):
    assert [NAMED.owner(NAMED.sign(user), User) for user in (ada, grace)] == [ada, grace]


def test_a_token_says_so_also_after_its_facts_have_changed(ada):
    token = NAMED.sign(ada)
    ada.username = "countess"

    assert (NAMED.owner(token, User), NAMED.fault(token, ada)) == (ada, "used")


def test_whoever_is_gone_owns_none(ada):
    token = NAMED.sign(ada)
    db.session.delete(ada)
    db.session.commit()

    assert NAMED.owner(token, User) is None


def test_somebody_else_cannot_use_it(app):
    assert LINK.fault(LINK.sign(somebody()), somebody(id_=8)) == "invalid"


def test_it_holds_while_its_facts_hold(app):
    token = LINK.sign(somebody(("a", None, True)))

    faults = [LINK.fault(token, somebody(facts)) for facts in [("a", None, True), ("a", None, False), ("a", "", True)]]
    assert faults == [None, "used", "used"]


def test_facts_cannot_run_into_each_other(app):
    assert LINK.fault(LINK.sign(somebody(("ab", "c"))), somebody(("a", "bc"))) == "used"


def test_it_expires_to_the_second(app, clock):
    token = LINK.sign(somebody())
    clock.advance(minutes=59, seconds=58)
    before = LINK.fault(token, somebody())
    clock.advance(seconds=2)

    assert (before, LINK.fault(token, somebody())) == (None, "expired")


def test_its_lifetime_can_be_another(app, clock):
    token = LINK.sign(somebody(), 24 * 60 * 60)
    clock.advance(hours=23)
    before = LINK.fault(token, somebody())
    clock.advance(hours=1)

    assert (before, LINK.fault(token, somebody())) == (None, "expired")


@pytest.mark.parametrize("seconds", [0, -1])
def test_no_lifetime_is_none(app, clock, seconds):
    assert LINK.fault(LINK.sign(somebody(), seconds), somebody()) == "expired"


def test_a_clock_set_back_revives_nothing_by_itself(app, clock):
    token = LINK.sign(somebody())
    clock.advance(hours=-2)

    assert LINK.fault(token, somebody("other facts")) == "used"


@pytest.mark.parametrize("text", ["", ".", "a.b", "\0", "é", "null", "0", "[]", "a" * 10_000])
def test_what_we_never_said_is_nothing(app, text):
    assert (LINK.owner(text, User), LINK.fault(text, somebody())) == (None, "invalid")


def test_what_we_said_for_another_purpose_is_nothing(ada):
    token = Link("other", NAMED.lifetime, lambda user: user.username).sign(ada)

    assert (NAMED.owner(token, User), NAMED.fault(token, ada)) == (None, "invalid")


def test_a_token_can_stand_in_a_url_as_it_is(app):
    token = LINK.sign(somebody())

    assert external_url("auth.follow_confirmation", token=token) == f"http://flasky.test/auth/confirm/{token}"


def test_a_link_comes_from_the_settings_and_not_from_the_request(app):
    with app.test_request_context("/", base_url="http://evil.test"):
        assert external_url("auth.login") == "http://flasky.test/auth/login"
