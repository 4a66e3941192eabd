"""`flask users list` and `export`. What the filters mean is in tests/models/listing/test_users.py."""

import csv
import json

import pytest

from app import db
from app.models import AccountEvent, Event
from tests.support.people import make_user


@pytest.fixture(autouse=True)
def people(ada, grace, unconfirmed):
    """Three people; Grace is disabled, and calls herself what a spreadsheet takes for a formula."""
    grace.disabled_at, grace.name = grace.created_at, "=1+1"
    db.session.commit()


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ([], ["newcomer", "grace", "ada"]),
        (["--sort", "username"], ["ada", "grace", "newcomer"]),
        (["--search", "ra"], ["grace"]),
        (["--unconfirmed"], ["newcomer"]),
        (["--disabled"], ["grace"]),
        (["--closed"], []),
        (["--never-signed-in", "-n", "1"], ["newcomer"]),
        (["--role", "Moderator"], []),
        (["--role", "moderator"], []),
    ],
)
def test_the_options_say_who(run, options, names):
    result = run("users", "list", *options, "--json")

    assert [row["username"] for row in json.loads(result.stdout)] == names


def test_it_reads_well(run):
    header, first, *_ = run("users", "list", "--sort", "username").stdout.splitlines()

    assert header.split() == ["id", "username", "email", "role", "state", "created_at", "last_sign_in_at"]
    assert first.split()[1:5] == ["ada", "ada@example.com", "User", "confirmed"]


def test_more_than_a_page_comes_in_order(run):
    for number in range(60):
        make_user(f"p{number:02}")
    told = json.loads(run("users", "list", "--search", "p", "--sort", "username", "-n", "55", "--json").stdout)

    assert [row["username"] for row in told][:55] == sorted(row["username"] for row in told)
    assert len(told) == 55


def test_nobody_is_said_so(run):
    assert run("users", "list", "--closed").stdout == "Nobody fits.\n"


@pytest.mark.parametrize("command", ["list", "export"])
def test_a_role_that_is_not_there_is_an_error(run, command):
    """A list of everybody instead would be taken for the answer."""
    assert run("users", command, "--role", "Chief").exit_code == 1


def test_the_export_is_csv_whose_cells_compute_nothing(run):
    rows = list(csv.DictReader(run("users", "export", "--disabled").stdout.splitlines()))

    assert [(row["username"], row["name"]) for row in rows] == [("grace", "'=1+1")]


def test_it_can_be_written_to_a_file(run, tmp_path):
    run("users", "export", "-o", tmp_path / "users.csv")

    assert len((tmp_path / "users.csv").read_text().splitlines()) == 4


def test_that_there_was_an_export_is_written_down(run):
    run("users", "export")

    event = db.session.scalars(db.select(AccountEvent)).one()
    assert (event.kind, event.by, event.user_id) == (Event.EXPORTED, "command line", None)


def test_no_secret_is_in_it(run, ada):
    assert [run("users", name).stdout.count(ada.password_hash) for name in ("list", "export")] == [0, 0]
