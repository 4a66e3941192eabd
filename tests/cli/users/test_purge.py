"""`flask users purge`: forgetting what is over."""

import pytest

from app import db
from app.models import COMMAND_LINE, AccountEvent, Event, Invitation, LoginSession, Rate, Throttle, User
from tests.support.acts import make_administrator
from tests.support.people import PASSWORD


@pytest.fixture
def purge(app):
    """Run the command; what it says."""

    def purge():
        db.session.rollback()
        answer = app.test_cli_runner().invoke(args=["users", "purge"])
        db.session.expire_all()
        assert answer.exit_code == 0, answer.output
        return answer.output

    return purge


def closed(user):
    user.close()
    db.session.commit()


def test_with_nothing_to_do_it_says_so(ada, purge):
    assert purge() == "Removed 0 accounts, 0 sessions, 0 counters and 0 invitations.\n"


def test_it_removes_accounts_closed_for_fourteen_days(ada, grace, clock, purge):
    closed(ada)
    clock.advance(days=14, seconds=1)

    assert purge() == "Removed 1 accounts, 0 sessions, 0 counters and 0 invitations.\n"
    assert db.session.scalars(db.select(User)).all() == [grace]


def test_it_keeps_them_until_then(ada, clock, purge):
    closed(ada)
    clock.advance(days=13, hours=23)

    purge()

    assert db.session.scalars(db.select(User)).all() == [ada]


def test_it_removes_sign_ups_that_nobody_confirmed(unconfirmed, ada, clock, purge):
    clock.advance(days=14, seconds=1)

    purge()

    assert db.session.scalars(db.select(User)).all() == [ada]


def test_it_removes_sessions_that_are_over(ada, sign_in, clock, purge):
    sign_in(ada)
    remembered = sign_in(ada, remember_me="y")
    clock.advance(hours=13)

    assert purge().startswith("Removed 0 accounts, 1 sessions")
    assert (len(db.session.scalars(db.select(LoginSession)).all()), remembered.is_signed_in()) == (1, True)


def test_it_removes_counters_that_count_no_more(ada, browser, clock, purge):
    browser.submit("/auth/login", email="ada", password="wrong")
    clock.advance(hours=23)
    kept = purge()
    clock.advance(hours=1, seconds=1)

    assert (kept, purge()) == (
        "Removed 0 accounts, 0 sessions, 0 counters and 0 invitations.\n",
        "Removed 0 accounts, 0 sessions, 2 counters and 0 invitations.\n",
    )
    assert [db.session.scalars(db.select(table)).all() for table in (Throttle, Rate)] == [[], []]


@pytest.mark.parametrize(("days", "ip"), [(29, "127.0.0.1"), (31, "")])
def test_it_forgets_where_guesses_at_nobody_s_account_came_from(browser, clock, purge, days, ip):
    browser.submit("/auth/login", email="nobody", password=PASSWORD)
    clock.advance(days=days)

    purge()

    event = db.session.scalars(db.select(AccountEvent)).one()
    assert (event.kind, event.ip) == (Event.SIGN_IN_REFUSED, ip)


def test_twice_is_once(ada, clock, purge):
    closed(ada)
    clock.advance(days=14, seconds=1)

    assert [purge(), purge()] == [
        "Removed 1 accounts, 0 sessions, 0 counters and 0 invitations.\n",
        "Removed 0 accounts, 0 sessions, 0 counters and 0 invitations.\n",
    ]


def test_it_removes_invitations_that_are_over(purge, clock):
    Invitation.invite("joan@example.com", COMMAND_LINE)
    db.session.commit()
    clock.advance(days=7, seconds=1)

    assert purge().endswith("and 1 invitations.\n")


def test_the_last_administrator_is_not_forgotten_even_if_closed_by_hand(app, clock, purge):
    """Nobody could open the site's door again; from a prompt it can be."""
    root = make_administrator()
    root.closed_at = root.created_at
    db.session.commit()
    clock.advance(days=15)

    assert purge().startswith("Removed 0 accounts")


def test_help_says_what_it_does(app):
    answer = app.test_cli_runner().invoke(args=["users", "purge", "--help"])

    assert "Forget accounts closed" in answer.output
