"""The guestbook: who may read it, write in it and remove from it."""

import pytest

from app import db
from app.guestbook.entries import PAGE
from app.models import Entry
from app.models.entry import LONGEST
from tests.support.pages import words
from tests.support.people import make_user


@pytest.fixture
def write(app):
    """Put something into the book as an author."""

    def write(author, text):
        db.session.add(Entry(user_id=author.id, text=text))
        db.session.commit()

    return write


def texts(page):
    return [words(text) for text in page.all("p", "entry-text")]


def remove(browser, entry_id):
    """Press a button that the page may not show."""
    token = browser.get("/account/profile").csrf_token
    return browser.post(f"/guestbook/{entry_id}/remove", {"csrf_token": token})


def only_id():
    return db.session.scalars(db.select(Entry.id)).one()


def test_an_empty_book_says_what_to_do(browser):
    assert "The book is still empty." in browser.get("/guestbook/").main


def test_the_navigation_leads_to_it(browser):
    assert "Guestbook" in browser.get("/").navigation


def test_a_stranger_reads_the_newest_first_with_their_authors(browser, ada, grace, write):
    ada.name = "Ada Lovelace"
    write(ada, "The first.")
    write(grace, "The second.")

    page = browser.get("/guestbook/")

    assert texts(page) == ["The second.", "The first."]
    assert {"Ada Lovelace": "/user/ada", "grace": "/user/grace"}.items() <= page.links().items()


def test_a_stranger_who_wants_to_write_is_asked_to_sign_in(browser):
    assert browser.get("/guestbook/write").location == "/auth/login?next=/guestbook/write"


def test_a_member_writes_an_entry(ada, sign_in):
    browser = sign_in(ada)

    page = browser.follow(browser.submit("/guestbook/write", text="  Hello,\nworld!  "))

    assert page.flashes == ["Thank you! Your entry is in the book."]
    assert page.all("p", "entry-text")[0].text == "Hello,\nworld!"


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "Please write something."),
        (" \n ", "Please write something."),
        ("x" * (LONGEST + 1), "Please use at most 500 characters."),
    ],
)
def test_an_entry_that_is_refused_comes_back(ada, sign_in, text, error):
    browser = sign_in(ada)

    page = browser.submit("/guestbook/write", text=text)

    assert (page.status, page.errors) == (422, {"text": error})
    assert page.values["text"].strip() == text.strip()
    assert texts(browser.get("/guestbook/")) == []


def test_markup_is_text(browser, ada, write):
    write(ada, "<script>alert(1)</script>{{ 7*7 }}")

    assert texts(browser.get("/guestbook/")) == ["<script>alert(1)</script>{{ 7*7 }}"]


def test_a_moderator_removes_an_entry(ada, write, sign_in):
    write(ada, "Buy cheap watches!")
    browser = sign_in(make_user("mod", role="Moderator"))

    page = browser.follow(browser.press("/guestbook/", "Remove"))

    assert (page.flashes, texts(page)) == (["The entry has been removed."], [])


def test_an_author_removes_their_own(ada, grace, write, sign_in):
    write(ada, "Mine.")
    write(grace, "Hers.")
    browser = sign_in(ada)

    page = browser.follow(browser.press("/guestbook/", "Remove"))

    assert texts(page) == ["Hers."]


def test_nobody_else_is_offered_to(browser, ada, grace, write, sign_in):
    write(ada, "Still here.")

    assert ["Remove" in page.main for page in (browser.get("/guestbook/"), sign_in(grace).get("/guestbook/"))] == [
        False,
        False,
    ]


def test_nobody_else_can(ada, grace, write, sign_in, browser):
    write(ada, "Still here.")
    entry_id = only_id()

    assert remove(sign_in(grace), entry_id).status == 403
    assert texts(browser.get("/guestbook/")) == ["Still here."]


def test_what_is_gone_is_not_found(ada, write, sign_in):
    write(ada, "Gone soon.")
    browser, entry_id = sign_in(ada), only_id()

    assert [remove(browser, entry_id).status for _ in range(2)] == [303, 404]


def test_older_entries_are_a_page_further(browser, ada, write):
    for number in range(PAGE + 1):
        write(ada, f"Entry {number}")
    first = browser.get("/guestbook/")

    second = browser.get(first.links()["Older entries"])

    assert (len(texts(first)), texts(second), "Older entries" in second.links()) == (PAGE, ["Entry 0"], False)


@pytest.mark.parametrize("before", ["x", "0", "-1", str(2**63), "9" * 40])
def test_what_is_no_entry_shows_the_newest(browser, ada, write, before):
    write(ada, "The newest.")

    assert texts(browser.get(f"/guestbook/?before={before}")) == ["The newest."]


def test_it_costs_as_much_with_many_entries_as_with_few(browser, ada, write, statements):
    def cost(entries):
        for number in range(entries):
            write(make_user(f"author{entries}.{number}"), "Hello!")
        statements.clear()
        browser.get("/guestbook/")
        return len(statements)

    assert cost(1) == cost(8)
