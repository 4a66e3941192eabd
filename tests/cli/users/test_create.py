"""`flask users create`: the first administrator of a new machine, and others."""

import json

import pytest

from app import db
from app.models import AccountEvent, Event, Role, User
from tests.support.people import OTHER_PASSWORD, PASSWORD, make_user

ROOT = ("users", "create", "root@example.com", "root")


def everybody():
    return db.session.scalars(db.select(User)).all()


def test_the_first_administrator_can_sign_in(run, sign_in):
    result = run(*ROOT, "--admin", "--password-stdin", typed=f"{OTHER_PASSWORD}\n")

    assert (result.exit_code, result.stdout) == (0, "root <root@example.com> can sign in now.\n")
    root = User.with_name("root")
    assert (root.confirmed, root.is_administrator()) == (True, True)
    assert sign_in(root, OTHER_PASSWORD).get("/admin/").status == 200


def test_what_was_done_is_in_the_history(run):
    run(*ROOT, "--admin", "--mail")

    events = db.session.scalars(db.select(AccountEvent).order_by(AccountEvent.id)).all()
    assert [event.kind for event in events] == [
        Event.REGISTERED,
        Event.CONFIRMED,
        Event.ROLE_GRANTED,
        Event.RESET_REQUESTED,
    ]
    assert {event.by for event in events} == {"command line"}


@pytest.mark.parametrize(("option", "role"), [([], "User"), (["--role", "moderator"], "Moderator")])
def test_others_have_the_role_that_is_given(run, option, role):
    run(*ROOT, *option, "--mail")

    assert everybody()[0].role is Role.named(role)


def test_by_a_mailed_link_one_chooses_the_password(run, outbox, browser, clock):
    result = run(*ROOT, "--mail")
    clock.advance(days=6, hours=23)
    browser.get(outbox.link("email/welcome"))
    browser.submit("/auth/reset/new", password=PASSWORD, password2=PASSWORD)

    assert "A link to choose a password is on its way" in result.stdout
    assert browser.submit("/auth/login", email="root", password=PASSWORD).status == 303


def test_that_link_is_too_old_after_a_week(run, outbox, browser, clock):
    run(*ROOT, "--mail")
    clock.advance(days=7)

    assert browser.follow(browser.get(outbox.link("email/welcome"))).status == 404


@pytest.mark.parametrize(
    ("email", "username", "password", "reason"),
    [
        ("nobody", "root", PASSWORD, "'nobody' is no email address"),
        ("root@example.com", "1root", PASSWORD, "Usernames begin with a letter"),
        ("root@example.com", "root", "password", "too easy to guess"),
        ("root@example.com", "root", "", "Passwords have 8 to 256 characters"),
        ("root@example.com", "root", "root@example.com!", "contains your name or address"),
    ],
)
def test_what_will_not_do_is_refused_with_the_reason(run, email, username, password, reason):
    result = run("users", "create", email, username, "--password-stdin", typed=f"{password}\n")

    assert (result.exit_code, reason in result.stderr, everybody()) == (2, True, [])


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"username": "other", "email": "root@example.com"}, "root@example.com has an account already"),
        ({"username": "ROOT", "email": "other@example.com"}, "The username root is taken"),
    ],
)
def test_what_is_taken_is_named(run, other, words):
    make_user(**other)
    result = run(*ROOT, "--mail")

    assert (result.exit_code, words in result.stderr, len(everybody())) == (1, True, 1)


def test_a_sign_up_that_waits_for_the_address_gives_way(run):
    make_user("squatter", email="root@example.com", confirmed=False)
    run(*ROOT, "--mail")

    assert [(user.username, user.confirmed) for user in everybody()] == [("root", True)]


def test_a_password_is_no_argument(run):
    assert run(*ROOT, "--password", PASSWORD).exit_code == 2


def test_away_from_a_terminal_it_says_how_to_give_a_password(run):
    result = run(*ROOT)

    assert (result.exit_code, "--password-stdin" in result.stderr, everybody()) == (2, True, [])


def test_as_json_it_tells_the_account(run):
    told = json.loads(run(*ROOT, "--admin", "--mail", "--json").stdout)

    assert [told[name] for name in ("username", "email", "role", "state")] == [
        "root",
        "root@example.com",
        "Administrator",
        "confirmed",
    ]


def test_without_roles_it_says_which_command_inserts_them(run):
    db.session.execute(db.delete(Role))
    db.session.commit()

    assert "flask roles sync" in run(*ROOT, "--admin", "--mail").stderr


@pytest.mark.parametrize("both", [["--admin", "--role", "User"], ["--mail", "--password-stdin"]])
def test_what_cannot_be_both_is_an_error(run, both):
    result = run(*ROOT, *both, typed=f"{PASSWORD}\n")

    assert (result.exit_code, everybody()) == (2, [])
    assert "Use --admin or --role, and --mail or --password-stdin, but not both." in result.stderr
