"""The list of users as its page."""

import pytest

from app import db
from app.models.listing import paging
from tests.support.pages import words
from tests.support.people import make_user


@pytest.fixture
def five_a_page(monkeypatch):
    monkeypatch.setattr(paging, "ROWS", 5)


def listed(page):
    return [words(row.find("a")) for row in page.all("th") if row.get("scope") == "row"]


def test_everybody_is_listed_the_newest_first(ada, grace, administrator):
    page = administrator.get("/admin/users")

    assert (page.h1, listed(page)) == ("Users", ["root", "grace", "ada"])
    assert "3 people" in page.main


def test_each_tells_what_is_not_as_usual(unconfirmed, administrator):
    make_user("mo", role="Moderator")

    page = administrator.get("/admin/users?sort=username")

    assert [words(tag) for tag in page.all("span", "tag")] == ["Moderator", "Not confirmed", "Administrator"]


def test_an_unproven_address_is_shown_as_it_was_typed(ada, browser, administrator):
    """The account of a sign-up with a taken address has another one of its own."""
    browser.submit("/auth/register", email=ada.email, username="twin", password=(p := "nine slow owls"), password2=p)

    rows = [row for row in administrator.get("/admin/users?search=twin").all("th") if row.get("scope") == "row"]

    assert words(rows[0].findall("span")[-1]) == ada.email


def test_each_leads_to_its_page(ada, administrator):
    assert administrator.get("/admin/users").links()["ada"] == f"/admin/users/{ada.id}"


def test_the_pages_lead_to_one_another_and_keep_what_was_asked(administrator, five_a_page):
    for number in range(12):
        make_user(f"some{number:02}")
    first = administrator.get("/admin/users?search=some&sort=username")

    second = administrator.get(first.links()["Next"])
    last = administrator.get(second.links()["Last"])

    assert [listed(page)[0] for page in (first, second, last)] == ["some00", "some05", "some07"]
    assert listed(administrator.get(second.links()["Previous"])) == listed(first)
    assert listed(administrator.get(last.links()["First"])) == listed(first)
    assert [name in first.links() for name in ("First", "Previous", "Next", "Last")] == [False, False, True, True]


def test_the_form_shows_what_was_asked(administrator):
    page = administrator.get("/admin/users?search=%25_%2A&role=User&sort=email&never_signed_in=1&match=username")

    fields = {field.get("name"): field for field in page.all("input")}
    chosen = [option.get("value") for option in page.all("option") if option.get("selected") is not None]
    assert (fields["search"].get("value"), chosen) == ("%_*", ["username", "User", "email"])
    assert [name for name, field in fields.items() if field.get("checked") is not None] == ["never_signed_in"]


def test_nobody_found_is_said(administrator):
    assert "Nobody fits all of this." in administrator.get("/admin/users?search=zzz").main


def test_of_very_many_it_is_said_that_there_are_more(ada, administrator, monkeypatch):
    monkeypatch.setattr(paging, "COUNTED", 1)

    assert "More than 10,000 people" in administrator.get("/admin/users").main


@pytest.mark.parametrize(
    ("match", "sort", "is_said"),
    [("username", "newest", True), ("username", "username", False), ("part", "newest", False)],
)
def test_of_many_that_begin_alike_it_is_said_how_they_come(ada, administrator, monkeypatch, match, sort, is_said):
    monkeypatch.setattr(paging, "COUNTED", 0)

    page = administrator.get(f"/admin/users?search=a&match={match}&sort={sort}")

    assert ("These are too many to sort as you chose" in page.main) == is_said


def test_a_moderator_sees_them_and_cannot_export(ada, moderator):
    page = moderator.get("/admin/users")

    assert (listed(page), page.all("button", "btn-quiet")) == (["moderator", "ada"], [])


def test_the_list_costs_as_many_queries_with_thirty_people_as_with_one(administrator, statements):
    def cost():
        db.session.rollback()
        statements.clear()
        administrator.get("/admin/users?search=e")
        return len(statements)

    alone = cost()
    for number in range(30):
        make_user(f"other{number}", role="Moderator" if number % 2 else "User")

    assert cost() == alone
