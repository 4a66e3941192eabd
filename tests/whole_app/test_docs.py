"""The documentation hangs together."""

import re

import pytest

from tests.support.settings import ROOT

LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
INDEX = ROOT / "docs" / "README.md"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    assert [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()] == []


def test_the_index_names_every_page():
    named = LINK.findall(INDEX.read_text())

    assert sorted(named) == sorted(page.name for page in INDEX.parent.glob("*.md") if page != INDEX)


@pytest.mark.parametrize("picture", sorted((ROOT / "docs").rglob("*.png")), ids=lambda picture: picture.name)
def test_a_picture_is_small(picture):
    assert picture.stat().st_size < 150_000
