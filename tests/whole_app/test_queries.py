"""What pages cost the database."""

import pytest
from flask_login import current_user

from app import db
from tests.support.people import make_user


def about_people(statements):
    return [one for one in statements if any(f"{table}." in one for table in ("login_sessions", "users", "roles"))]


@pytest.mark.parametrize("path", ["/", "/account/profile", "/auth/logout"])
def test_one_query_brings_session_user_and_role(ada, sign_in, statements, path):
    browser = sign_in(ada)
    statements.clear()

    browser.get(path)

    found = about_people(statements)
    assert len(found) == 1
    assert [table in found[0] for table in ("login_sessions", "users", "roles")] == [True, True, True]


def test_one_s_own_public_page_asks_for_the_person_once_more(ada, sign_in, statements):
    browser = sign_in(ada)
    statements.clear()

    browser.get("/user/ada")

    assert len(about_people(statements)) == 2


def test_asking_what_somebody_may_do_costs_nothing_more(ada, sign_in, statements):
    browser = sign_in(ada)
    statements.clear()

    with browser.app.test_request_context(headers={"Cookie": f"session={browser.cookies['session']}"}):
        assert (current_user.is_administrator(), current_user.role.name, len(statements)) == (False, "User", 1)


def test_a_stranger_costs_no_query_but_the_mailbox_s(browser, statements):
    browser.get("/")

    assert [one for one in statements if "messages" not in one] == []


def test_the_home_page_costs_as_much_with_many_events_as_with_few(ada, sign_in, statements):
    browser = sign_in(ada)
    for _ in range(2):
        sign_in(ada)
    statements.clear()
    browser.get("/")
    few = len(statements)
    for _ in range(5):
        sign_in(ada)
    statements.clear()
    browser.get("/")

    assert len(statements) == few


def test_other_people_cost_nothing(ada, sign_in, statements):
    browser = sign_in(ada)
    statements.clear()
    browser.get("/")
    alone = len(statements)
    for number in range(5):
        make_user(f"other{number}")
    db.session.rollback()
    statements.clear()
    browser.get("/")

    assert len(statements) == alone


def test_being_here_is_written_down_once_a_minute_at_most(ada, sign_in, statements, clock):
    browser = sign_in(ada)

    def writes(seconds):
        clock.advance(seconds=seconds)
        statements.clear()
        browser.get("/")
        return len([one for one in statements if one.startswith("UPDATE")])

    assert [writes(59), writes(1), writes(59), writes(1)] == [0, 2, 0, 2]
