"""docs/your-own-page.md, followed word for word in a fresh copy of the application."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.support.settings import ROOT, plain_environment

PAGE = ROOT / "docs" / "your-own-page.md"
EXAMPLE = ROOT / "examples" / "guestbook"
# A command, or an edit of the file that the last "In `file`" before it names.
STEP = re.compile(r"^In `(?P<file>[^`]+)`|^```(?P<kind>sh|diff)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
# Where the page copies to, and what it edits.
TOUCHED = ["app", "migrations", "tests/guestbook", "tests/models"]
# What the whole application asks of every page and table.
WHOLE_APP = [
    "tests/whole_app/test_routes.py",
    "tests/whole_app/test_structure.py",
    "tests/models/test_disclosure.py",
    "tests/test_database.py",
]
READ_A_MINUTE = 200  # words

pytestmark = pytest.mark.skipif((ROOT / "app" / "guestbook").exists(), reason="the page has been followed here")


def copy_of_the_application(folder):
    """What git knows, or would know after `git add`; .venv is the one that runs this test."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(sys.prefix)


def follow_the_page(folder):
    file = None
    for step in STEP.finditer(PAGE.read_text()):
        file = step["file"] or file
        if step["kind"] == "sh":
            run(folder, "sh", "-euc", step["text"])
        if step["kind"] == "diff":
            edit(folder / file, step["text"])


def edit(file, diff):
    """Find the lines that are there already, which must be clear, and put the new ones where they belong."""
    old = "".join(line[1:] for line in diff.splitlines(keepends=True) if line[0] in " -")
    new = "".join(line[1:] for line in diff.splitlines(keepends=True) if line[0] in " +")
    text = file.read_text()
    assert (f"\n{text}".count(f"\n{old}"), file) == (1, file)
    file.write_text(f"\n{text}".replace(f"\n{old}", f"\n{new}", 1)[1:])


def run(folder, *command: str, **settings: str):
    """Run it as a person would in the folder, by their own settings rather than by those of this test's run."""
    inherited = {name: value for name, value in plain_environment().items() if not name.startswith("PYTEST")}
    environment = inherited | {"PYTHONDONTWRITEBYTECODE": "1"} | settings
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"


def test_who_follows_the_page_has_a_guestbook_whose_tests_pass(tmp_path):
    copy_of_the_application(tmp_path)

    follow_the_page(tmp_path)

    run(tmp_path, ".venv/bin/ruff", "check", "--quiet", *TOUCHED)
    run(tmp_path, ".venv/bin/ruff", "format", "--check", "--quiet", *TOUCHED)
    run(
        tmp_path,
        *(".venv/bin/python", "-m", "pytest", *WHOLE_APP, "-k", "guestbook or list or know or migration"),
        TEST_DATABASE_URL=f"sqlite:///{tmp_path / 'test.sqlite'}",
    )


@pytest.mark.parametrize("file", [one for one in EXAMPLE.rglob("*.*") if one.stat().st_size], ids=lambda one: one.name)
def test_the_page_speaks_of_each_part(file):
    name = str(file.relative_to(EXAMPLE))

    assert f"`{name}`" in PAGE.read_text() or f"`{os.path.dirname(name)}/`" in PAGE.read_text()  # noqa: PTH120


def test_the_page_is_read_in_five_minutes():
    assert len(PAGE.read_text().split()) < 5 * READ_A_MINUTE


def test_the_page_leads_somewhere():
    links = re.findall(r"\]\(([^)]+)\)", PAGE.read_text())

    assert [link for link in links if not (PAGE.parent / link).exists()] == []
