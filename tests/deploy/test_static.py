"""Static files: from disk, ready-made, and for good."""

import gzip
import re

import pytest

FOREVER = "public, max-age=31536000, immutable"
LINK = re.compile(rb'(?:href|src)="(/(?:bootstrap/)?static/[^"]+)"')


@pytest.fixture(scope="module")
def links(whole_site):
    return [link.decode() for link in LINK.findall(whole_site.ask("GET", "/")[1])]


def test_each_comes_from_disk_and_may_be_kept(whole_site, links):
    answers = [whole_site.ask("GET", link)[0] for link in links]

    assert len(links) > 5
    # The application would have told the request's own nonce.
    assert {answer.headers["Content-Security-Policy"].partition(";")[2].split(";")[0] for answer in answers} == {
        " script-src 'self'"
    }
    assert {(answer.status, answer.headers["Cache-Control"]) for answer in answers} == {(200, FOREVER)}


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_a_sheet_comes_ready_made(whole_site, links, encoding):
    sheet = next(link for link in links if "bootstrap.min" in link)
    answer, body = whole_site.ask("GET", sheet, Accept_Encoding=encoding)

    assert (answer.headers["Content-Encoding"], answer.headers["Vary"]) == (encoding, "Accept-Encoding")
    assert len(body) < 35_000
    if encoding == "gzip":
        assert gzip.decompress(body) == whole_site.ask("GET", sheet)[1]


def test_a_type_is_said_with_its_characters(whole_site, links):
    types = {whole_site.ask("GET", link)[0].headers["Content-Type"] for link in links}

    assert types == {"text/css; charset=utf-8", "application/javascript; charset=utf-8", "image/svg+xml"}


def test_a_page_of_another_version_gets_the_file_and_keeps_it_not(whole_site):
    answer, body = whole_site.ask("GET", "/static/css/base.0123456789ab.css")

    assert (answer.status, answer.headers["Cache-Control"], b"{" in body) == (200, "no-cache", True)


def test_a_page_is_not_compressed(whole_site):
    answer, _ = whole_site.ask("GET", "/", Accept_Encoding="gzip, br")

    assert answer.headers["Content-Encoding"] is None
