"""The gallery of components."""

from functools import cache

import pytest
from jinja2 import nodes

from app import create_app
from app.dev.components import PARTS, THEMES
from tests.support.pages import words
from tests.support.settings import ROOT

GALLERY = "/dev/components"
TEMPLATES = ROOT / "app" / "templates"


@cache
def environment():
    return create_app("testing").jinja_env


@cache
def tree_of(template):
    return environment().parse((TEMPLATES / template).read_text())


def macros():
    """Each macro that pages may call."""
    return [
        (f"components/{file.name}", macro.name)
        for file in sorted((TEMPLATES / "components").glob("*.html"))
        for macro in tree_of(f"components/{file.name}").find_all(nodes.Macro)
        if not macro.name.startswith("_")
    ]


def called_by(template):
    """The macros that a template calls, and those that the templates which it extends or includes call."""
    tree = tree_of(template)
    folders = {node.target: node.template.value for node in tree.find_all(nodes.Import)}
    known = {macro.name: (template, macro.name) for macro in tree.find_all(nodes.Macro)}
    for node in tree.find_all(nodes.FromImport):
        pairs = [name if isinstance(name, tuple) else (name, name) for name in node.names]
        known |= {alias: (node.template.value, name) for name, alias in pairs}
    for call in (call.node for call in tree.find_all(nodes.Call)):
        if isinstance(call, nodes.Name) and call.name in known:
            yield known[call.name]
        if isinstance(call, nodes.Getattr) and isinstance(call.node, nodes.Name) and call.node.name in folders:
            yield folders[call.node.name], call.attr
    for node in tree.find_all((nodes.Include, nodes.Extends)):
        if isinstance(node.template, nodes.Const):
            yield from called_by(node.template.value)


@pytest.fixture(scope="module")
def shown():
    templates = ("dev/components.html", "layouts/frame.html", *PARTS.values())
    return {macro for template in templates for macro in called_by(template)}


@pytest.mark.parametrize("macro", macros(), ids=lambda macro: f"{macro[0]}-{macro[1]}")
def test_every_macro_is_shown(shown, macro):
    assert macro in shown


def outline(side):
    """A side's elements with what they say, without the ids, that keep the two apart."""
    return [(element.tag, element.get("class"), words(element)) for element in side.iter()]


def test_both_sides_show_the_same(browser):
    sides = browser.get(GALLERY).all("div", "gallery-side")

    light, dark = ([side for side in sides if side.get("data-bs-theme") == theme] for theme in THEMES)
    assert [outline(side) for side in light] == [outline(side) for side in dark]
    assert len(light) == len(PARTS)


@pytest.mark.parametrize("tone", ["success", "info", "warning", "danger"])
def test_every_tone_is_shown_as_flash_and_as_note(browser, tone):
    found = browser.get(GALLERY).all("div", f"note-{tone}")

    assert {note.find("button") is None for note in found} == {True, False}


def test_a_refused_field_is_shown_with_its_message_and_the_summary_leads_to_it(browser):
    page = browser.get(GALLERY)

    assert page.errors["light-refused-name"] == "Please type your name."
    assert page.links()["Please type your name."] == "#dark-refused-name"


def test_a_button_leads_back(browser):
    assert browser.press(GALLERY, "Save").location == GALLERY


def test_it_ends_no_real_session(ada, sign_in):
    browser = sign_in(ada)

    assert browser.press(GALLERY, "End").status == 404


def test_the_mailbox_leads_to_it(browser):
    assert browser.get("/dev/mail").links()["Gallery of components"] == GALLERY
