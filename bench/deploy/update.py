"""Release N and N+1 over one database while it is migrated, under load: how many requests fail.

N is the commit before the newest migration. The steps: two servers of N; the migration; one server of each;
two of N+1; back to one of each.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.deploy.serving import tell, whole_site
from tests.support.load import Load, introduce_oneself, register
from tests.support.servers import deploy
from tests.support.settings import ROOT
from tests.support.site import Site

EACH = 400  # requests between two steps


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, whole_site(servers="2") as running:
        commit, old = before_the_newest_migration(Path(folder))
        for server in running.servers:
            server.stop()
        flask(running, "db", "downgrade", newest_revision(old))
        for server in running.servers:
            server.move_to(old)
        with Load(running, introduce_oneself) as visitors, Load(running, register, visitors=2) as newcomers:
            visitors.wait_for(EACH)
            deploy(running.environment)
            for number, release in ((0, ROOT), (1, ROOT), (0, old)):
                visitors.wait_for(EACH)
                running.servers[number].move_to(release)
            visitors.wait_for(EACH)
        print(f"   from {commit[:7]} at {newest_revision(old)} to {newest_revision(ROOT)}, and half of the way back")
        tell(visitors)
        tell(newcomers)


def before_the_newest_migration(folder: Path) -> tuple[str, Path]:
    """The older release's commit, and its files."""
    newest = max((ROOT / "migrations" / "versions").glob("*.py")).relative_to(ROOT)
    commit = git("log", "--diff-filter=A", "-1", "--format=%H^", "--", str(newest)).strip()
    commit = git("rev-parse", commit).strip()
    subprocess.run(f"git archive {commit} | tar -x -C {folder}", shell=True, cwd=ROOT, check=True)  # noqa: S602 - our own words
    return commit, folder


def newest_revision(release: Path) -> str:
    file = max((release / "migrations" / "versions").glob("*.py"))
    return re.findall(r'^revision = "(\w+)"', file.read_text(), re.MULTILINE)[0]


def flask(running: Site, *command: str) -> None:
    run = [sys.executable, "-m", "flask", "--app", "wsgi", *command]
    subprocess.run(run, cwd=ROOT, env=running.environment, check=True, capture_output=True)


def git(*command: str) -> str:
    return subprocess.run(["git", *command], cwd=ROOT, capture_output=True, text=True, check=True).stdout
