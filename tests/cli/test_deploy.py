"""`flask deploy`: what each new version needs before it serves."""

import sqlite3
import subprocess
import sys

import pytest

from tests.support.settings import ROOT, plain_environment


@pytest.fixture
def deploy(tmp_path):
    def deploy():
        environment = plain_environment(
            FLASK_CONFIG="development", DEV_DATABASE_URL=f"sqlite:///{tmp_path / 'new.sqlite'}"
        )
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "deploy"]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    return deploy


def rows(folder):
    with sqlite3.connect(folder / "new.sqlite") as connection:
        found = connection.execute("SELECT name FROM roles ORDER BY name").fetchall()
    connection.close()
    return [name for (name,) in found]


def test_it_makes_schema_and_roles_and_is_safe_to_repeat(deploy, tmp_path):
    first, second = deploy(), deploy()

    assert [(one.returncode, one.stdout) for one in (first, second)] == [(0, "The database is up to date.\n")] * 2
    assert rows(tmp_path) == ["Administrator", "Moderator", "User"]


def test_a_new_database_has_nobody_in_it(deploy, tmp_path):
    deploy()

    with sqlite3.connect(tmp_path / "new.sqlite") as connection:
        count = connection.execute("SELECT count(*) FROM users").fetchone()
    connection.close()
    assert count == (0,)
