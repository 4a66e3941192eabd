"""HTML as browsers read it. Pages that differ in what is new on each of them alone are parsed once."""

import re
from copy import deepcopy
from functools import lru_cache
from secrets import token_urlsafe
from xml.etree.ElementTree import Element

import html5lib

NEW = re.compile(r'(?<= nonce=")[\w-]+|(?<= name="csrf_token" value=")[\w.-]+')
SECRET = token_urlsafe()  # that nobody can have written into a page
MASK = re.compile(rf"{SECRET} (\d+)")
MASKED = ("nonce", "value")


def parse(text: str) -> tuple[Element, list[str]]:
    """The page's own tree, and what is wrong with its HTML."""
    new: list[str] = []

    def mask(found: re.Match[str]) -> str:
        new.append(found[0])
        return f"{SECRET} {len(new) - 1}"

    known, faults = parse_once(NEW.sub(mask, text))
    tree = deepcopy(known)
    unmask(tree, new)
    return tree, faults


def unmask(tree: Element, new: list[str]) -> None:
    for element in tree.iter():
        for name in MASKED:
            if masked := MASK.fullmatch(element.get(name, "")):
                element.set(name, new[int(masked[1])])


@lru_cache(maxsize=1000)
def parse_once(text: str) -> tuple[Element, list[str]]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text)
    return tree, [f"{code} at {position} {values}" for position, code, values in parser.errors]
