"""Three SIGHUPs under load, and how many of 10,000 requests fail."""

from bench.deploy.serving import tell, whole_site
from tests.support.load import Load, introduce_oneself

REQUESTS, RELOADS = 10_000, 3


def main() -> None:
    with whole_site() as running, Load(running, introduce_oneself, visitors=8) as visitors:
        for _ in range(RELOADS):
            visitors.wait_for(REQUESTS // (RELOADS + 1))
            running.servers[0].reload()
        visitors.wait_for(max(1, REQUESTS - len(visitors.asked)))
    tell(visitors)
