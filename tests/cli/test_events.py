"""`flask events tail`: what happens to accounts, from a prompt."""

import json

import pytest

from app import db
from app.models import COMMAND_LINE, Event


@pytest.fixture(autouse=True)
def happened(ada, grace):
    """A few events."""
    ada.record(Event.SIGNED_IN)
    grace.record(Event.SIGNED_IN)
    grace.record(Event.DISABLED, by="root")
    COMMAND_LINE.record(Event.EXPORTED, list="users")
    db.session.commit()


def kinds(result):
    return [json.loads(line)["kind"] for line in result.stdout.splitlines()]


def test_the_newest_is_last(run):
    assert kinds(run("events", "tail", "--json")) == [
        "session:signed-in",
        "session:signed-in",
        "account:disabled",
        "administration:exported",
    ]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["-n", "1"], ["administration:exported"]),
        (["--person", "ada"], ["session:signed-in"]),
        (["--kind", "account:disabled"], ["account:disabled"]),
        (["--ip", "192.0.2.1"], []),
    ],
)
def test_the_options_say_which(run, options, expected):
    assert kinds(run("events", "tail", *options, "--json")) == expected


def test_a_kind_that_is_not_there_is_an_error(run):
    assert run("events", "tail", "--kind", "signed-in").exit_code == 2


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--person", "nobody"], 1, "There is no account with the address, username or id 'nobody'."),
        (["--ip", "localhost"], 2, "'localhost' is no IP address."),
    ],
)
def test_whoever_is_not_there_is_an_error(run, options, code, words):
    """And not everything, which might be taken for theirs."""
    result = run("events", "tail", *options)

    assert (result.exit_code, result.stdout, words in result.stderr) == (code, "", True)


def test_where_nothing_happened_it_says_so(run):
    told = [run("events", "tail", "--ip", "192.0.2.1", *option).stdout for option in ([], ["--json"])]

    assert told == ["Nothing of this kind has happened.\n", ""]


def test_a_line_says_when_who_what_and_by_whom(run):
    lines = [line.split("  ") for line in run("events", "tail").stdout.splitlines()]

    assert [line[1:] for line in lines] == [
        ["ada", "session:signed-in"],
        ["grace", "session:signed-in"],
        ["grace", "account:disabled", "by root"],
        ["-", "administration:exported", "by command line"],
    ]
