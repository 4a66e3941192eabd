"""The release before this one: the files of the commit that did not know the newest migration yet."""

import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.support.settings import ROOT

REVISION = re.compile(r'^revision = "(\w+)"', re.MULTILINE)


class Release(NamedTuple):
    """A commit, and where its files are."""

    commit: str
    folder: Path

    @property
    def newest_revision(self) -> str:
        return newest_revision(self.folder)


def what_is_missing() -> str | None:
    """Why there is no release before this one, in words; None if there is one."""
    try:
        return None if git("rev-parse", "--is-shallow-repository").strip() == "false" else "git has no history here"
    except (OSError, subprocess.CalledProcessError):
        return "this is no clone of git"


def before_the_newest_migration(folder: Path) -> Release:
    """Its files, put into the folder."""
    newest = str(newest_migration(ROOT).relative_to(ROOT))
    added = git("log", "-m", "--first-parent", "--diff-filter=A", "-1", "--format=%H", "--", newest).strip()
    commit = git("rev-parse", f"{added}^").strip()
    subprocess.run(f"git archive {commit} | tar -x -C '{folder}'", shell=True, cwd=ROOT, check=True)  # noqa: S602 - our own words
    return Release(commit, folder)


def newest_revision(folder: Path = ROOT) -> str:
    """The schema that a release wants."""
    return REVISION.findall(newest_migration(folder).read_text())[0]


def newest_migration(folder: Path) -> Path:
    return max((folder / "migrations" / "versions").glob("*.py"))


def move_schema(environment: dict[str, str], direction: str, revision: str) -> None:
    """`flask db upgrade` or `flask db downgrade`, by this release, which knows every step."""
    run = [sys.executable, "-m", "flask", "--app", "wsgi", "db", direction, revision]
    subprocess.run(run, cwd=ROOT, env=environment, check=True, capture_output=True)


def git(*command: str) -> str:
    return subprocess.run(["git", *command], cwd=ROOT, capture_output=True, text=True, check=True).stdout
