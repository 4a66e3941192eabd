"""At a real terminal: what is asked for, what is not shown, and what happens while one looks on."""

import subprocess
import sys

import pytest

from tests.support.people import OTHER_PASSWORD
from tests.support.servers import deploy
from tests.support.settings import ROOT, plain_environment
from tests.support.terminal import typing


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """The environment of a new machine whose database was just deployed."""
    folder = tmp_path_factory.mktemp("machine")
    environment = plain_environment(
        FLASK_CONFIG="development", DEV_DATABASE_URL=f"sqlite:///{folder / 'new.sqlite'}", SERVER_NAME="127.0.0.1:5000"
    )
    deploy(environment)
    return environment


def flask(environment, *arguments: str):
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout


def test_the_first_administrator_is_made_by_answering_questions(machine):
    with typing(machine, "users", "create", "--admin") as terminal:
        for question, answer in [
            ("Email: ", "nobody"),
            ("Email: ", "root@example.com"),
            ("Username: ", "1"),
            ("Username: ", "root"),
            ("Password: ", "password"),
            ("Password: ", OTHER_PASSWORD),
            ("Repeat for confirmation: ", OTHER_PASSWORD),
        ]:
            terminal.wait_for(question)
            terminal.type(answer)
        terminal.wait_for("root <root@example.com> can sign in now.")

    assert "'nobody' is no email address" in terminal.screen
    assert "too easy to guess" in terminal.screen
    assert OTHER_PASSWORD not in terminal.screen


def test_forgetting_is_asked_first_where_somebody_can_answer(machine):
    with typing(machine, "users", "purge") as terminal:
        terminal.wait_for("Forget for good whoever left 14 days ago? [y/N]: ")
        terminal.type("")
        terminal.wait_for("Aborted!")


def test_an_import_shows_how_far_it_is(machine, tmp_path):
    people = tmp_path / "people.csv"
    people.write_text("email,username\n" + "".join(f"p{n}@example.com,p{n}\n" for n in range(600)))
    with typing(machine, "users", "import", str(people)) as terminal:
        terminal.wait_for("Make 600 accounts? [y/N]: ")
        terminal.type("y")
        terminal.wait_for("100%")
        terminal.wait_for("600 imported, 0 already here, 0 refused.")


def test_events_are_followed_as_they_come(machine):
    flask(machine, "users", "invite", "first@example.com")
    with typing(machine, "events", "tail", "-n", "1", "--follow", "--kind", "administration:invited") as terminal:
        terminal.wait_for("administration:invited  by command line")
        for name in ("second", "third"):
            flask(machine, "users", "invite", f"{name}@example.com")
            terminal.wait_for("administration:invited  by command line")

    assert terminal.screen.count("administration:invited") == 3
