"""What a first visit brings over the wire, compressed by gzip as a proxy does it, and in how many requests."""

import gzip
from html.parser import HTMLParser
from urllib.parse import urljoin

from field import Server, serving
from load import expect
from plan import Plan
from report import Row

PAGES = {"first visit": "/", "first visit, sign-in page": "/auth/login"}
LOADED = {"script": "src", "img": "src", "link": "href"}
RELATIONS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}
KB = 1000


class References(HTMLParser):
    """What a browser fetches because the page says so."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        wanted = tag != "link" or RELATIONS & set((values.get("rel") or "").split())
        if wanted and (address := values.get(LOADED.get(tag, ""))) and not address.startswith("data:"):
            self.found.add(address)


def measure(plan: Plan) -> list[Row]:
    return [row for name in plan.with_accounts for row in weights(name)]


def weights(name: str) -> list[Row]:
    with serving(name, 10) as server:
        return [row for figure, page in PAGES.items() for row in weight(server, figure, page)]


def weight(server: Server, figure: str, page: str) -> list[Row]:
    visitor = server.visitor()
    if visitor.get(page) != 200:  # noqa: PLR2004 - a site without a page for strangers sends them to sign in
        visitor.get(page := "/auth/login")
    addresses = {urljoin(page, address) for address in References(visitor.page).found}
    bodies = [visitor.page.encode(), *(fetched(server, address) for address in addresses)]
    total = sum(min(len(body), len(gzip.compress(body))) for body in bodies) / KB
    name, ours = server.contender.name, server.contender.is_ours
    return [
        Row(f"{figure}, weight", name, total, "kB", target="<= 60" if ours else ""),
        Row(f"{figure}, requests", name, len(bodies), "", target="<= 8" if ours else ""),
    ]


def fetched(server: Server, address: str) -> bytes:
    expect(address.startswith("/"), server, f"{address} is at another host")
    status, body = server.visitor().fetch(address)
    expect(status == 200, server, f"{address} answered {status}")  # noqa: PLR2004
    return body
