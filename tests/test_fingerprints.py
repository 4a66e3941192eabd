"""Static files under names that change with their content."""

import re

import pytest
from flask import url_for

from app import bundles, fingerprints
from tests.support.settings import ROOT

FOREVER = "public, max-age=31536000, immutable"
LINK = re.compile(r'(?:href|src)="(/(?:bootstrap/)?static/[^"]+)"')


@pytest.fixture
def fetch(app):
    def fetch(path):
        with app.app_context(), app.test_client().get(path) as answer:
            return answer.status_code, answer.headers.get("Cache-Control"), answer.get_data()

    return fetch


@pytest.fixture
def style(app, monkeypatch, tmp_path):
    """A style sheet of the application that a test may change."""
    file = tmp_path / "css" / "base.css"
    file.parent.mkdir()
    file.write_text("body {}")
    monkeypatch.setattr(app, "static_folder", str(tmp_path))
    return file


def link(app):
    with app.test_request_context():
        return url_for("static", filename="css/base.css")


def test_every_file_that_a_page_links_may_be_kept_for_good(browser, fetch):
    links = LINK.findall(browser.get("/auth/register").text)

    assert len(links) > 5
    assert {fetch(path)[:2] for path in links} == {(200, FOREVER)}


def test_the_plain_name_is_asked_about_anew(fetch):
    content = (ROOT / "app" / "static" / "css" / "base.css").read_bytes()

    assert fetch("/static/css/base.css") == (200, "no-cache", content)


def test_the_name_changes_with_the_content(app, style):
    before = link(app)
    style.write_text("body { color: red }")

    assert (re.sub(r"[0-9a-f]{12}", "*", before), link(app) == before) == ("/static/css/base.*.css", False)


def test_a_page_of_another_version_gets_the_file_that_is_there_and_keeps_it_not(app, style, fetch):
    before = link(app)
    style.write_text("body { color: red }")

    assert fetch(before) == (200, "no-cache", b"body { color: red }")


def test_a_file_is_read_once_as_long_as_it_stays(app, style):
    bundles.joined.cache_clear()
    link(app), link(app)

    assert bundles.joined.cache_info().misses == 1


@pytest.mark.parametrize(
    "path", ["/static/css/no.css", "/static/css/no.0123456789ab.css", "/static/css", "/static/../config.py"]
)
def test_what_is_not_there_is_not_found(fetch, path):
    assert fetch(path)[0] == 404


def test_a_name_out_of_the_folder_has_no_fingerprint(app):
    with app.test_request_context():
        assert fingerprints.fingerprinted("static", "../__init__.py") == "../__init__.py"
