"""Every mail: text and HTML say the same, in one voice, and hold nothing from elsewhere."""

from datetime import UTC, datetime

import html5lib
import pytest
from flask import render_template

from tests.support.people import make_user
from tests.support.settings import ROOT

FOLDER = ROOT / "app" / "templates" / "email"
TEMPLATES = sorted({file.stem for file in FOLDER.glob("*.*")})
LINK = "http://flasky.test/somewhere?a=b&c=d"
LINKS = ("link", "login_link", "users_link", "reset_link", "account_link", "undo_link", "reopen_link", "home_link")
SAMPLE = dict.fromkeys(LINKS, LINK) | {
    "address": "ada@example.com",
    "old_address": "ada@example.com",
    "new_address": "countess@example.com",
    "old_name": "countess",
    "signed_in_at": datetime(2026, 11, 20, 19, 30, tzinfo=UTC),
    "since": datetime(2026, 11, 20, 19, 30, tzinfo=UTC),
    "changed_at": datetime(2026, 11, 20, 19, 30, tzinfo=UTC),
    "occurred_at": datetime(2026, 11, 20, 19, 30, tzinfo=UTC),
    "error": "ZeroDivisionError",
    "endpoint": "main.index",
    "method": "GET",
    "request_id": "0f8fad5bd9cb469fa16570867728950e",
    "frames": ["app/main/home.py:23 index"],
    "device": "Firefox on Linux",
    "ip": "2001:db8:85a3:8d3:1319:8a2e:370:7348",
    "days": 14,
    "reason": "Mails to this address come back to us.",
    "role": "Administrator",
    "inviter": "grace",
    "count": 2,
}


@pytest.fixture
def render(app):
    user = make_user("ada")

    def render(template, ending):
        return render_template(f"email/{template}.{ending}", user=user, person=user, people=[user], **SAMPLE)

    return render


def test_each_is_there_as_text_and_as_html():
    assert sorted(f"{file.stem}.{file.suffix[1:]}" for file in FOLDER.glob("*.*")) == sorted(
        f"{name}.{ending}" for name in TEMPLATES for ending in ("html", "txt")
    )


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_text_is_plain_and_narrow(render, template):
    text = render(template, "txt")

    assert ("&amp;" in text, "<" in text, LINK in text) == (False, False, True)
    assert [line for line in text.splitlines() if len(line) > 78 and LINK not in line] == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_html_is_without_fault(render, template):
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(render(template, "html"))

    assert (parser.errors, len(list(tree.iter("h1"))), tree.find("head/title").text > "") == ([], 1, True)


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_html_loads_nothing_and_links_only_where_the_text_does(render, template):
    tree = html5lib.parse(render(template, "html"), namespaceHTMLElements=False)

    assert {element.get("href") for element in tree.iter("a")} == {LINK}
    assert [
        element.tag for element in tree.iter() if element.get("src") or element.tag in {"script", "link", "img"}
    ] == []
