"""An update as deploy/release makes it, and two more SIGHUPs, under load: how many of 10,000 requests fail.

The release before the newest migration is in service. SIGHUP; the migration; `current` leads to this release, and
SIGHUP; SIGHUP.
"""

import tempfile
from pathlib import Path

from bench.deploy.serving import tell, whole_site
from tests.support import releases
from tests.support.load import Load, introduce_oneself
from tests.support.servers import deploy
from tests.support.settings import ROOT
from tests.support.site import Site

REQUESTS, PARTS = 10_000, 5


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, whole_site() as running:
        current = put_the_older_into_service(running, Path(folder))
        server, each = running.servers[0], REQUESTS // PARTS
        with Load(running, introduce_oneself, visitors=8) as visitors:
            visitors.wait_for(each)
            server.reload()
            visitors.wait_for(each)
            deploy(running.environment)
            visitors.wait_for(each)
            lead(current, ROOT)
            server.reload()
            visitors.wait_for(each)
            server.reload()
            visitors.wait_for(max(each, REQUESTS - len(visitors.asked)))
        tell(visitors)


def put_the_older_into_service(running: Site, folder: Path) -> Path:
    """The symlink that leads to the release in service."""
    (folder / "old").mkdir()
    old = releases.before_the_newest_migration(folder / "old")
    running.servers[0].stop()
    releases.move_schema(running.environment, "downgrade", old.newest_revision)
    lead(folder / "current", old.folder)
    running.servers[0].move_to(folder / "current")
    print(f"   from {old.commit[:7]} at {old.newest_revision} to {releases.newest_revision()}")
    return folder / "current"


def lead(current: Path, release: Path) -> None:
    """In one step, so that it always leads somewhere."""
    new = current.with_name("new")
    new.symlink_to(release)
    new.replace(current)
