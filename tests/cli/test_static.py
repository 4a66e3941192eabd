"""`flask static`: what the web server in front hands out."""

import re

import pytest

from app.main.errors import WORDS

FILE = re.compile(r'(?:href|src)="/([^"]+\.\w+)"')


@pytest.fixture
def written(app, tmp_path):
    result = app.test_cli_runner().invoke(args=["static", str(tmp_path)])
    assert (result.exit_code, result.output) == (0, f"{tmp_path} is up to date.\n")
    return tmp_path


def test_it_writes_every_file_that_a_page_links(written, browser):
    links = {link for page in ("/", "/auth/register") for link in FILE.findall(browser.get(page).text)}

    assert {link: (written / link).is_file() for link in links} == dict.fromkeys(links, True)


def test_a_file_is_the_one_that_the_application_serves(app, written):
    file = next(written.glob("static/css/base.*.css"))
    with app.app_context(), app.test_client().get(f"/{file.relative_to(written)}") as answer:
        served = answer.get_data()

    assert file.read_bytes() == served


def test_it_writes_an_error_page_for_each_that_has_words(written):
    assert sorted(file.stem for file in (written / "errors").iterdir()) == sorted(map(str, WORDS))


def test_an_error_page_needs_only_files_that_were_written(written):
    page = (written / "errors" / "503.html").read_text()

    assert "<h1>Back in a moment</h1>" in page
    assert [link for link in FILE.findall(page) if not (written / link).is_file()] == []


def test_it_may_be_repeated(app, written):
    assert app.test_cli_runner().invoke(args=["static", str(written)]).exit_code == 0
