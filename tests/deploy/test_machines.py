"""Two application servers behind one nginx, over one PostgreSQL and one Redis: what one knows, the other does."""

import json

import pytest

from app import db
from tests.support import load, releases, site
from tests.support.apps import make_app
from tests.support.people import PASSWORD, make_user
from tests.support.requirements import need
from tests.support.servers import deploy
from tests.support.settings import ROOT
from tests.support.site import wait_until

FEW = 6  # nginx takes turns, so in so many requests each server has its own


@pytest.fixture(scope="module")
def two_machines(tmp_path_factory, post_office):
    need(site.what_is_missing())
    mail = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(post_office.port), "MAIL_USE_TLS": "0"}
    with site.running(tmp_path_factory.mktemp("machines"), servers=2, **mail) as running:
        with make_app(SQLALCHEMY_DATABASE_URI=running.environment["DATABASE_URL"]).app_context():
            make_user("ada")
            db.engine.dispose()
        yield running


@pytest.fixture
def sign_in(two_machines, visit):
    """A browser of its own in which ada has signed in."""

    def sign_in():
        visitor = visit(two_machines)
        assert visitor.sign_in("ada", PASSWORD).status == 303
        return visitor

    return sign_in


def asked_since(running, line):
    """The server that answered, for each request logged since `line`."""
    return [json.loads(entry)["upstream"] for entry in running.front.log[line:]]


def test_a_sign_in_holds_on_both(two_machines, sign_in):
    ada = sign_in()
    line = len(two_machines.front.log)

    assert [ada.is_signed_in() for _ in range(FEW)] == [True] * FEW
    # nginx logs after it answered: what the sign-in asked may still come.
    wait_until(lambda: len(asked_since(two_machines, line)) >= FEW)
    assert set(asked_since(two_machines, line)) == {server.bind for server in two_machines.servers}


def test_a_session_ended_at_one_is_over_at_both(sign_in):
    here, there = sign_in(), sign_in()

    assert here.post("/account/sessions/end-others", csrf_token=here.get("/account/sessions").csrf_token).status == 303
    assert [there.is_signed_in() for _ in range(FEW)] == [False] * FEW
    assert [here.is_signed_in() for _ in range(FEW)] == [True] * FEW


def test_a_limit_counts_what_both_were_asked(two_machines, visit):
    stranger = visit(two_machines)
    statuses = [stranger.submit("/auth/reset", email=f"nobody{number}@example.com").status for number in range(24)]

    assert statuses == [303] * 20 + [429] * 4  # LINKS in app/limits.py


def test_each_mail_is_delivered_once(two_machines, post_office, visit):
    names = [f"newcomer{number}" for number in range(FEW)]
    for name in names:
        fields = {"email": f"{name}@example.com", "username": name, "password": PASSWORD, "password2": PASSWORD}
        assert visit(two_machines).submit("/auth/register", **fields).status == 303

    addresses = [f"{name}@example.com" for name in names]
    wait_until(lambda: set(addresses) <= {mail["To"] for mail in post_office.mails})
    arrived = [mail["To"] for mail in post_office.mails if mail["To"] in addresses]
    assert sorted(arrived) == addresses


def test_one_that_dies_is_not_missed(two_machines, sign_in):
    ada, (victim, survivor) = sign_in(), two_machines.servers
    with load.Load(two_machines, load.read) as visitors:
        visitors.wait_for(20)
        victim.kill()
        visitors.wait_for(20)
        assert (ada.is_signed_in(), sign_in().is_signed_in()) == (True, True)
        line = len(two_machines.front.log)
        visitors.wait_for(20)
        victim.start()
        visitors.wait_for(20)

    assert (set(visitors.counted), ada.is_signed_in()) == ({("GET", 200)}, True)
    assert any(survivor.bind in upstream for upstream in asked_since(two_machines, line))


@pytest.fixture
def the_release_before(two_machines, tmp_path):
    """In service on the first of two machines, over the schema that it knows; the second is off."""
    need(releases.what_is_missing())
    old, (first, second) = releases.before_the_newest_migration(tmp_path), two_machines.servers
    first.stop()
    second.stop()
    releases.move_schema(two_machines.environment, "downgrade", old.newest_revision)
    first.move_to(old.folder)
    yield
    second.move_to(ROOT)
    first.move_to(ROOT)


def test_the_release_before_serves_while_the_schema_moves_and_beside_this_one(
    two_machines, the_release_before, sign_in
):
    with load.Load(two_machines, load.introduce_oneself) as visitors:
        ada = sign_in()
        visitors.wait_for(20)
        deploy(two_machines.environment)
        visitors.wait_for(20)
        two_machines.servers[1].start()
        line = len(two_machines.front.log)
        kept = [ada.is_signed_in() for _ in range(FEW)]
        visitors.wait_for(20)

    assert (set(visitors.counted), set(kept)) == ({("GET", 200), ("POST", 303)}, {True})
    assert set(asked_since(two_machines, line)) >= {server.bind for server in two_machines.servers}
