"""What a browser that was never here before has to fetch for a page, and what comes over the wire for it."""

from collections.abc import Iterator
from typing import NamedTuple

import html5lib

from tests.support.site import Site

# What every browser of the last years says along.
BROWSER = {"Accept": "text/html,*/*", "Accept_Encoding": "gzip, br"}
LOADED = {"script": "src", "img": "src", "link": "href"}
RELATIONS = {"stylesheet", "icon", "manifest", "preload", "modulepreload"}


class Fetched(NamedTuple):
    """One answer; the bytes are those of its status line, its headers, and its body as it came, compressed or not."""

    path: str
    status: int
    bytes: int


def first_visit(site: Site, path: str) -> list[Fetched]:
    """The page and everything that it names, each once."""
    page, body = fetch(site, path)
    return [page, *(fetch(site, other)[0] for other in dict.fromkeys(named(body)))]


def named(page: bytes) -> Iterator[str]:
    """What a browser fetches because the page says so."""
    for element in html5lib.parse(page, namespaceHTMLElements=False).iter():
        place = element.get(LOADED.get(element.tag, ""), "")
        if place.startswith("/") and (element.tag != "link" or RELATIONS & set(element.get("rel", "").split())):
            yield place


def fetch(site: Site, path: str) -> tuple[Fetched, bytes]:
    answer, body = site.ask("GET", path, **BROWSER)
    head = [
        f"HTTP/1.1 {answer.status} {answer.reason}",
        *(f"{name}: {value}" for name, value in answer.getheaders()),
        "",
    ]
    return Fetched(path, answer.status, sum(len(f"{line}\r\n") for line in head) + len(body)), body
