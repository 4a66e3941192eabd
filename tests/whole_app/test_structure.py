"""How the parts may know each other, and that nothing lies about unused."""

import ast
import re

import pytest

from app.auth import change_email, confirm
from tests.support.settings import ROOT, names

APP = ROOT / "app"
BLUEPRINTS = {file.parent.name for file in APP.glob("*/__init__.py") if "Blueprint(" in file.read_text()}
# Above `config` and the standard library, from the ground up: a module may know those before it.
LOWER_THAN_VIEWS = {"models", "email"}


def imports_of(file):
    """The modules of the application that a file imports, wherever in it."""
    package = ".".join(file.relative_to(ROOT).with_suffix("").parts)
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "app":
            yield package, node.module, [alias.name for alias in node.names]
        if isinstance(node, ast.Import):
            yield from ((package, alias.name, []) for alias in node.names if alias.name.split(".")[0] == "app")


def packages_known_to(folder):
    known = set()
    for file in folder.rglob("*.py"):
        for _, module, imported in imports_of(file):
            parts = module.split(".")
            known |= {parts[1]} if len(parts) > 1 else set(imported)
    return known


def present(names):
    return sorted(name for name in names if (APP / name).is_dir())


@pytest.mark.parametrize("name", present(BLUEPRINTS))
def test_blueprint_packages_never_know_one_another(name):
    assert packages_known_to(APP / name) & (BLUEPRINTS - {name}) == set()


@pytest.mark.parametrize("name", present(LOWER_THAN_VIEWS))
def test_models_and_mail_know_no_views(name):
    assert packages_known_to(APP / name) & (BLUEPRINTS | {"cli", "sessions", "forms"}) == set()


def test_models_never_commit_flash_or_read_the_request():
    forbidden = {"commit", "flash", "request", "session"}
    used = {
        (file.name, alias.name)
        for file in (APP / "models").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "flask"
        for alias in node.names
    }
    calls = [file.name for file in (APP / "models").rglob("*.py") if ".commit()" in file.read_text()]

    assert ([name for name in used if name[1] in forbidden], calls) == ([], [])


def templates():
    return sorted(str(file.relative_to(APP / "templates")) for file in (APP / "templates").rglob("*.*"))


def source_of_everything():
    files = [file.read_text() for file in APP.rglob("*") if file.suffix in {".py", ".html", ".txt"}]
    return "\n".join([*files, *named_by_proofs()])


def named_by_proofs():
    """The pages that app/auth/proof.py finds by the purpose of a link."""
    assert 'f"auth/{proof.link.purpose}.html"' in (APP / "auth" / "proof.py").read_text()
    return [f'"auth/{module.PROOF.link.purpose}.html"' for module in (confirm, change_email)]


@pytest.mark.parametrize("template", templates())
def test_every_template_is_used(template):
    name = template.removesuffix(".txt").removesuffix(".html") if template.startswith("email/") else template
    own = (APP / "templates" / template).read_text()

    assert (source_of_everything().count(f'"{name}') - own.count(f'"{name}')) > 0


def macros():
    found = re.compile(r"{% macro (\w+)")
    return [(file, name) for file in (APP / "templates").rglob("*.*") for name in found.findall(file.read_text())]


@pytest.mark.parametrize(("file", "name"), macros(), ids=lambda value: getattr(value, "name", value))
def test_every_macro_is_used(file, name):
    uses = re.findall(rf"\b{name}\(|{{% from .* import .*\b{name}\b", source_of_everything())

    assert len(uses) > 1


@pytest.mark.parametrize("name", sorted(names()))
def test_every_setting_stands_in_the_example(name):
    lines = (ROOT / ".env.example").read_text().splitlines()

    assert len([line for line in lines if re.match(rf"#? ?{name}=", line)]) == 1


@pytest.mark.parametrize("name", sorted(names()))
def test_every_setting_is_explained(name):
    assert f"`{name}`" in (ROOT / "docs" / "settings.md").read_text()


def test_no_setting_is_explained_that_is_not_read():
    lines = (ROOT / ".env.example").read_text().splitlines()
    told = {found[1] for line in lines if (found := re.match(r"#? ?([A-Z][A-Z_]+)=", line))}

    assert told - names() - {"FLASK_CONFIG", "FLASK_APP"} == set()


def test_no_setting_is_documented_that_is_not_read():
    told = re.findall(r"^\| `([A-Z][A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)

    assert set(told) - names() - {"FLASK_CONFIG"} == set()


def test_settings_are_read_in_one_place():
    readers = [
        str(file.relative_to(ROOT))
        for file in APP.rglob("*.py")
        if re.search(r"(?<!request\.)\b(environ|getenv)\b", file.read_text())  # a request's environ is WSGI's
    ]

    assert readers == []
