"""Release N and N+1 over one database while it is migrated, under load: how many requests fail.

N is the commit before the newest migration. The steps: two servers of N; the migration; one server of each;
two of N+1; back to one of each.
"""

import tempfile
from pathlib import Path

from bench.deploy.serving import tell, whole_site
from tests.support import releases
from tests.support.load import Load, introduce_oneself, register
from tests.support.servers import deploy
from tests.support.settings import ROOT

EACH = 400  # requests between two steps


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, whole_site(servers="2") as running:
        old = releases.before_the_newest_migration(Path(folder))
        for server in running.servers:
            server.stop()
        releases.move_schema(running.environment, "downgrade", old.newest_revision)
        for server in running.servers:
            server.move_to(old.folder)
        with Load(running, introduce_oneself) as visitors, Load(running, register, visitors=2) as newcomers:
            visitors.wait_for(EACH)
            deploy(running.environment)
            for number, release in ((0, ROOT), (1, ROOT), (0, old.folder)):
                visitors.wait_for(EACH)
                running.servers[number].move_to(release)
            visitors.wait_for(EACH)
        print(f"   {old.commit[:7]} at {old.newest_revision} to {releases.newest_revision()}, and half of the way back")
        tell(visitors)
        tell(newcomers)
