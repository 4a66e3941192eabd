"""Mailed links: none passes for another, rubbish is none, and opening one changes nothing."""

from itertools import product

import pytest

from app import db
from tests.security.steps import LINKS, checksum, make_change, opened, owner_of, request_move
from tests.support.people import OTHER_PASSWORD, PASSWORD, make_user

RUBBISH = [
    "0",
    "null",
    "None",
    "undefined",
    "[]",
    "%5B%5D",
    "{}",
    "%20",
    "%00",
    ".",
    "..",
    "...",
    "MA.MA",
    "W10.AAAA",
    "bnVsbA.AAAA",
    "é",
    "%ff%fe",
    "%2e%2e%2f",
    "-1",
    "1e400",
    "a" * 3000,
    ".eJwDAAAAAAE",
]


@pytest.fixture
def tokens(ada):
    """A link of each kind, all about rows with the same id, and all of them working as things stand."""
    request_move(ada, "ada@new.example")
    return {kind: link.sign(owner_of(kind, ada)) for kind, (link, _, _) in LINKS.items()}


@pytest.mark.parametrize(("made", "used"), [*product(LINKS, repeat=2)])
def test_a_link_is_taken_for_its_own_purpose_only(browser, tokens, made, used):
    page = opened(browser, used, tokens[made])

    assert (page.status, page.h1 == "This link does not work") == ((200, False) if made == used else (404, True))


@pytest.mark.parametrize(
    ("made", "used"), [(made, used) for made, used in product(LINKS, ["confirm", "change_email"]) if made != used]
)
def test_nor_in_its_owner_s_signed_in_browser(ada, sign_in, tokens, made, used):
    browser = sign_in(ada)
    before = checksum()
    opened(browser, used, tokens[made])

    assert checksum() == before


@pytest.mark.parametrize("token", RUBBISH)
@pytest.mark.parametrize("kind", LINKS)
def test_rubbish_is_no_link(browser, ada, kind, token):
    page = browser.get(f"{LINKS[kind][1]}/{token}")
    page = browser.follow(page) if page.status in {301, 302, 303, 308} else page

    assert page.status == 404


@pytest.mark.parametrize("kind", LINKS)
def test_an_empty_token_is_no_link(browser, ada, kind):
    assert browser.get(f"{LINKS[kind][1]}/").status == 404


@pytest.mark.parametrize("kind", LINKS)
def test_the_page_of_a_link_that_nobody_opened_says_so(browser, ada, kind):
    """Devise CVE-2019-16109: an account without a token was found by none."""
    page = browser.get(LINKS[kind][2])

    assert (page.status, page.h1) == (404, "This link does not work")


@pytest.mark.parametrize("kind", LINKS)
def test_and_does_nothing(browser, ada, kind):
    fields = {"password": PASSWORD, "password2": PASSWORD, "csrf_token": browser.get("/").csrf_token}
    before = checksum()
    page = browser.post(LINKS[kind][2], fields)

    assert (page.status, checksum()) == (404, before)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_scanner_that_opens_a_link_twice_changes_no_row(open_browser, mailed, method):
    """Symfony CVE-2026-45075: a HEAD passed a guard that asked for GET."""
    kind, token = mailed
    before = checksum()
    for _ in range(2):
        scanner = open_browser()
        scanner.open(f"{LINKS[kind][1]}/{token}", method=method)
        open_browser().open(LINKS[kind][2], method=method)
        scanner.open(LINKS[kind][2], method=method)

    assert checksum() == before


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND"])
def test_no_page_changes_a_row_by_being_looked_at(app, ada, sign_in, clock, method):
    browser = sign_in(ada)
    pages = [rule.rule for rule in app.url_map.iter_rules() if not rule.arguments]
    before = checksum()
    for _ in range(2):
        statuses = {path: browser.open(path, method=method).status for path in pages}

    assert {path for path, status in statuses.items() if status >= 500 and status != 501} == set()
    assert checksum() == before


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_nor_for_a_stranger(app, ada, browser, method):
    before = checksum()
    for rule in app.url_map.iter_rules():
        if not rule.arguments:
            browser.open(rule.rule, method=method)

    assert checksum() == before


def test_a_link_leaves_the_address_bar_at_once(browser, tokens):
    for kind, (_, start, page) in LINKS.items():
        assert browser.get(f"{start}/{tokens[kind]}").location == page


def test_no_page_shows_a_link_s_token(browser, tokens):
    shown = {kind: tokens[kind] in opened(browser, kind, tokens[kind]).text for kind in LINKS}

    assert shown == dict.fromkeys(LINKS, False)


@pytest.mark.parametrize("kind", LINKS)
def test_a_link_of_another_account_says_nothing_of_this_one(browser, tokens, kind, ada):
    """The id in a token is signed along."""
    other = make_user("mallory")
    ada_s, others = (tokens[kind].split("."), LINKS[kind][0].sign(owner_of(kind, other)).split("."))

    assert opened(browser, kind, ".".join([*ada_s[:-1], others[-1]])).status == 404


@pytest.mark.parametrize(
    ("kind", "minutes"),
    [("confirm", 60), ("reset", 15), ("change_email", 60), ("undo_email", 10080), ("reopen", 20160), ("invite", 10080)],
)
def test_a_link_lasts_as_long_as_it_should(browser, kind, minutes, clock, ada):
    token = LINKS[kind][0].sign(owner_of(kind, ada))
    clock.advance(minutes=minutes, seconds=-1)
    last = opened(browser, kind, token).status
    clock.advance(seconds=1)
    page = browser.get(LINKS[kind][2])

    assert (last, page.status, page.h1) == (200, 404, "This link is too old")


def test_a_used_link_to_undo_says_what_it_has_done(browser, ada):
    token = LINKS["undo_email"][0].sign(make_change(ada))
    opened(browser, "undo_email", token)
    browser.submit("/auth/undo-email")

    page = opened(browser, "undo_email", token)

    assert (page.status, "your old address is back" in page.main) == (404, True)


def test_a_reset_link_dies_with_the_password_it_was_made_for(browser, ada):
    token = LINKS["reset"][0].sign(ada)
    ada.password = OTHER_PASSWORD
    db.session.commit()

    assert opened(browser, "reset", token).h1 == "This link has been used or replaced"


def test_a_reset_link_dies_with_the_address_it_was_mailed_to(browser, ada):
    token = LINKS["reset"][0].sign(ada)
    ada.email = "ada@new.example"
    db.session.commit()

    assert opened(browser, "reset", token).h1 == "This link has been used or replaced"


def test_a_reset_link_dies_with_a_newer_request(browser, ada, outbox):
    browser.submit("/auth/reset", email=ada.email)
    older = outbox.link("email/reset")
    browser.submit("/auth/reset", email=ada.email)

    assert browser.follow(browser.get(older)).h1 == "This link has been used or replaced"
