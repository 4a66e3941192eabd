"""What a first visit costs: requests, and bytes with headers as nginx sends them, within TLS."""

from bench.deploy.serving import whole_site
from tests.support.first_visit import first_visit

PAGES = ("/", "/auth/login", "/auth/register")


def main() -> None:
    with whole_site() as running:
        for page in PAGES:
            fetched = first_visit(running, page)
            print(f"   {page}: {len(fetched)} requests, {sum(one.bytes for one in fetched) / 1000:.1f} kB")
            for one in fetched:
                print(f"   {one.bytes:8} {one.path}")
