"""A page as a test reads it."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple
from xml.etree.ElementTree import Element

from werkzeug.test import TestResponse

from tests.support.parsing import parse

DRAWING = "{http://www.w3.org/2000/svg}svg"
OWN = re.compile(r'(?<=nonce=")[^"]+|(?<=name="csrf_token" value=")[^"]+')
UNTYPED = {"submit", "button", "image", "reset"}


class Form(NamedTuple):
    """A form with the values it would send as it stands."""

    action: str
    values: dict[str, str]
    names: set[str]
    labels: set[str]


class Page:
    """One answer of the application."""

    def __init__(self, path: str, response: TestResponse) -> None:
        self.path = path
        self.status = response.status_code
        self.headers = response.headers
        self.location = response.headers.get("Location")
        self.body = response.get_data()
        self.text = response.get_data(as_text=True)
        self.json = response.get_json(silent=True)
        self.is_html = response.mimetype == "text/html"

    @cached_property
    def _parsed(self) -> tuple[Element, list[str]]:
        return parse(self.text)

    @property
    def tree(self) -> Element:
        return self._parsed[0]

    @property
    def parse_errors(self) -> list[str]:
        return self._parsed[1]

    @property
    def title(self) -> str:
        return words(self.tree.find("head/title"))

    @property
    def h1(self) -> str:
        return words(next(self.tree.iter("h1")))

    @property
    def main(self) -> str:
        """What the page says, without its frame."""
        return words(next(self.tree.iter("main")))

    @property
    def flashes(self) -> list[str]:
        return [words(note) for box in self.all("div", "flashes") for note in box.iter("p")]

    @property
    def errors(self) -> dict[str, str]:
        """What stands beside each field that was refused."""
        return {error.get("id", "").removesuffix("-error"): words(error) for error in self.all("p", "field-error")}

    @property
    def values(self) -> dict[str, str]:
        """What the form's fields hold, but for the CSRF token."""
        form = self.forms_in(next(self.tree.iter("main")))[0]
        return {name: value for name, value in form.values.items() if name != "csrf_token"}

    @property
    def navigation(self) -> list[str]:
        return [words(item) for item in self.all("ul", "nav-items")[0].iter("li")]

    @property
    def csrf_token(self) -> str:
        return next(field.get("value") for field in self.tree.iter("input") if field.get("name") == "csrf_token")

    @property
    def own(self) -> set[str]:
        """The nonce and the tokens, which no other page has."""
        return set(OWN.findall(self.text))

    @property
    def common(self) -> str:
        """The page without what is its own."""
        return OWN.sub("", self.text)

    def all(self, tag: str, class_: str = "") -> list[Element]:
        found = self.tree.iter(tag)
        return [one for one in found if not class_ or class_ in one.get("class", "").split()]

    def links(self) -> dict[str, str]:
        """Where the links in the content lead, by their words."""
        return {words(link): link.get("href") for link in next(self.tree.iter("main")).iter("a")}

    def form_with(self, names: set[str]) -> Form:
        """The first form of the content that has these fields."""
        forms = self.forms_in(next(self.tree.iter("main")))
        return next(form for form in forms if names <= form.names)

    def form_saying(self, label: str) -> Form:
        """The form whose button bears these words, wherever on the page it is."""
        return next(form for form in self.forms_in(self.tree) if label in form.labels)

    def forms_in(self, part: Element) -> list[Form]:
        return [read_form(form, self.path) for form in part.iter("form") if form.get("method") == "post"]


def read_form(form: Element, path: str) -> Form:
    fields = [field for tag in ("input", "textarea", "select") for field in form.iter(tag)]
    sent = [field for field in fields if field.get("type") not in {"checkbox", "radio"} or "checked" in field.attrib]
    return Form(
        action=form.get("action") or path,
        values={field.get("name"): value_of(field) for field in sent if field.get("type") not in UNTYPED},
        names={field.get("name") for field in fields},
        labels={words(button) for button in form.iter("button")},
    )


def value_of(field: Element) -> str:
    return (field.text or "") if field.tag == "textarea" else field.get("value", "")


def words(element: Element | None) -> str:
    """An element's text with the blanks that a reader sees."""
    return "" if element is None else " ".join("".join(texts(element)).split())


def texts(element: Element) -> Iterator[str]:
    """A drawing says nothing."""
    if element.tag == DRAWING or not isinstance(element.tag, str):
        return
    yield element.text or ""
    for child in element:
        yield from texts(child)
        yield child.tail or ""
