"""One style sheet and one script a page, from files of one component each."""

import os

import pytest

from app.bundles import content
from tests.support.settings import ROOT

STATIC = ROOT / "app" / "static"


@pytest.fixture
def sheet(tmp_path):
    (tmp_path / "card.css").write_text(".card {}\n")
    (tmp_path / "app.css").write_text('/* All. */\n@import "card.css";\nbody {}\n')
    return tmp_path / "app.css"


def test_a_file_stands_in_the_place_of_the_line_that_imports_it(sheet):
    assert content(sheet) == b"/* All. */\n.card {}\nbody {}\n"


def test_a_script_is_put_together_alike(tmp_path):
    (tmp_path / "times.js").write_text("show();\n")
    (tmp_path / "app.js").write_text('import "./times.js";\n')

    assert content(tmp_path / "app.js") == b"show();\n"


def test_a_file_without_imports_is_what_it_is():
    file = STATIC / "img" / "mark.svg"

    assert content(file) == file.read_bytes()


def change(file, text):
    changed_at = file.stat().st_mtime_ns + 1_000_000_000
    file.write_text(text)
    os.utime(file, ns=(changed_at, changed_at))


def test_a_change_of_a_part_is_seen(sheet):
    content(sheet)
    change(sheet.parent / "card.css", ".card { margin: 0 }\n")

    assert content(sheet) == b"/* All. */\n.card { margin: 0 }\nbody {}\n"


def test_a_new_part_is_seen(sheet):
    content(sheet)
    (sheet.parent / "form.css").write_text("form {}\n")
    change(sheet, '@import "card.css";\n@import "form.css";\n')

    assert content(sheet) == b".card {}\nform {}\n"


@pytest.mark.parametrize("kind", ["css", "js"])
def test_nothing_is_left_for_a_browser_to_import(kind):
    assert b"import" not in content(STATIC / kind / f"app.{kind}").replace(b"!important", b"")
