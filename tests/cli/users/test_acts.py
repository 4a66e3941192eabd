"""Helping and steering from a prompt: the acts themselves are in tests/models/test_administration.py."""

import json

import pytest

from app import db
from app.models import AccountEvent
from tests.support.acts import make_administrator

COMMANDS = {
    "confirm": ("newcomer", ["users", "confirm", "newcomer", "--yes"], "account:confirmed"),
    "reset": ("ada", ["users", "reset", "ada"], "password:reset-requested"),
    "disable": ("ada", ["users", "disable", "ada", "--reason", "Spam.", "--yes"], "account:disabled"),
    "enable": ("grace", ["users", "enable", "grace"], "account:enabled"),
    "role": ("ada", ["users", "role", "ada", "moderator"], "account:role-changed"),
}
every_command = pytest.mark.parametrize("name", COMMANDS)
ASKING = {
    "confirm": ["users", "confirm", "newcomer"],
    "disable": ["users", "disable", "ada", "--reason", "Spam."],
    "sessions": ["users", "sessions", "ada", "--end"],
}


@pytest.fixture(autouse=True)
def people(ada, grace, unconfirmed):
    """Ada, Grace, who is disabled, and a newcomer."""
    grace.disabled_at = grace.created_at
    db.session.commit()


def events():
    return [(event.kind, event.user.username, event.by) for event in db.session.scalars(db.select(AccountEvent))]


@every_command
def test_it_is_done_in_the_name_of_the_command_line(run, name):
    who, arguments, kind = COMMANDS[name]
    result = run(*arguments)

    assert (result.exit_code, events()) == (0, [(kind, who, "command line")])


@every_command
def test_it_says_in_a_line_what_was_done(run, name):
    who, arguments, _kind = COMMANDS[name]
    result = run(*arguments)

    assert (result.stdout.count("\n"), f"{who} <{who}@example.com>" in result.stdout) == (1, True)


@every_command
def test_as_json_it_tells_the_account(run, name):
    who, arguments, _kind = COMMANDS[name]

    assert json.loads(run(*arguments, "--json").stdout)["username"] == who


@every_command
def test_whoever_is_not_there_is_named(run, name):
    _who, arguments, _kind = COMMANDS[name]
    result = run(arguments[0], arguments[1], "nobody@example.com", *arguments[3:])

    assert (result.exit_code, result.stderr) == (
        1,
        "Error: There is no account with the address, username or id 'nobody@example.com'.\n",
    )


@pytest.mark.parametrize("name", ["confirm", "enable", "role"])
def test_a_second_time_is_an_error(run, name):
    arguments = COMMANDS[name][1]

    assert [run(*arguments).exit_code, run(*arguments).exit_code] == [0, 1]


@pytest.mark.parametrize("arguments", ASKING.values(), ids=ASKING)
@pytest.mark.parametrize("typed", ["n\n", "\n", ""])
def test_what_cannot_be_undone_is_asked_first(run, ada, sign_in, arguments, typed):
    sign_in(ada)
    before = len(events())
    result = run(*arguments, typed=typed)

    assert (result.exit_code, "Aborted!" in result.stderr, len(events())) == (1, True, before)


@pytest.mark.parametrize("arguments", ASKING.values(), ids=ASKING)
def test_and_done_after_a_yes(run, ada, sign_in, arguments):
    sign_in(ada)
    before = len(events())

    assert (run(*arguments, typed="y\n").exit_code, len(events())) == (0, before + 1)


@pytest.mark.parametrize("who", ["ada", "ADA", "ada@example.com", "Ada@Example.COM"])
def test_somebody_is_found_however_they_are_called(run, who):
    assert run("users", "reset", who).exit_code == 0


def test_somebody_is_found_by_number(run, ada):
    assert run("users", "reset", ada.id).exit_code == 0


def test_a_role_that_is_not_there_is_named_with_those_that_are(run):
    result = run("users", "role", "ada", "chief")

    assert result.stderr == "Error: There is no role 'chief'. There are: User, Moderator, Administrator.\n"


def test_the_last_administrator_keeps_the_role(run):
    make_administrator()
    result = run("users", "role", "root", "user")

    assert (result.exit_code, "Make somebody else administrator first." in result.stderr) == (1, True)


def test_a_reason_that_is_too_long_is_refused(run):
    result = run("users", "disable", "ada", "--yes", "--reason", "x" * 256)

    assert (result.exit_code, events()) == (1, [])


@pytest.mark.parametrize(
    "group", [["users"], ["roles"], ["events"], *(["users", name] for name in [*COMMANDS, "sessions", "show", "list"])]
)
def test_each_says_what_it_does(run, group):
    result = run(*group, "--help")

    assert (result.exit_code, "Usage:" in result.stdout) == (0, True)
