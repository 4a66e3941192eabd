"""Everything that happened to the account, newest first."""

import pytest

from app import db
from app.models import AccountEvent, Event
from tests.support.pages import words
from tests.support.people import PASSWORD

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def happen(user, count):
    """So many events, their number in the place of an IP address; oldest first."""
    db.session.add_all(AccountEvent(user_id=user.id, kind=Event.PROFILE_CHANGED, ip=str(n)) for n in range(count))
    db.session.commit()


def told(page):
    return [words(what) for what in page.all("span", "event-what")]


def numbers(page):
    return [int(words(ip)) for ip in page.all("span", "data") if words(ip).isdigit()]


def older(page):
    return page.links().get("Older activity")


def pages_from(browser, path):
    while path:
        page = browser.get(path)
        yield page
        path = older(page)


def test_what_happened_is_told_in_words_the_newest_first(browser, ada, sign_in):
    browser.submit("/auth/login", email="ada", password="wrong")
    owner = sign_in(ada)
    owner.submit("/account/username", username="countess")

    page = owner.get("/account/activity")

    assert (page.h1, told(page)) == ("Activity", ["The username was changed", "Signed in", "A sign-in was refused"])


def test_each_tells_when_with_what_and_from_where(browser, ada):
    browser.client.environ_base |= {"HTTP_USER_AGENT": FIREFOX, "REMOTE_ADDR": "2001:db8::7"}
    browser.submit("/auth/login", email="ada", password=PASSWORD)

    page = browser.get("/account/activity")

    assert [words(part) for where in page.all("span", "event-where") for part in where] == [
        "Firefox on Linux",
        "2001:db8::7",
    ]
    assert [time.get("data-format") for time in page.all("time")] == ["LLL"]


def test_nobody_else_s_is_told(ada, grace, sign_in):
    happen(grace, 3)

    assert told(sign_in(ada).get("/account/activity")) == ["Signed in"]


def test_there_are_twenty_to_a_page(ada, sign_in):
    browser = sign_in(ada)
    happen(ada, 45)

    assert [len(told(page)) for page in pages_from(browser, "/account/activity")] == [20, 20, 6]


def test_the_pages_together_tell_each_once(ada, sign_in):
    browser = sign_in(ada)
    happen(ada, 45)

    shown = [number for page in pages_from(browser, "/account/activity") for number in numbers(page)]
    assert shown == list(range(44, -1, -1))


def test_what_happens_meanwhile_moves_no_page(ada, sign_in):
    browser = sign_in(ada)
    happen(ada, 30)
    link = older(browser.get("/account/activity"))
    before = numbers(browser.get(link))

    happen(ada, 25)

    assert numbers(browser.get(link)) == before


@pytest.mark.parametrize("count", [19, 20])
def test_a_page_that_is_just_full_leads_nowhere(ada, sign_in, count):
    browser = sign_in(ada)
    happen(ada, count)

    pages = list(pages_from(browser, "/account/activity"))
    assert [len(told(page)) for page in pages] == ([20] if count == 19 else [20, 1])


@pytest.mark.parametrize(
    "key", ["", "x", "0", "-1", "1.5", "1e3", "None", str(2**63), "9" * 400, "%00", "%ff", "1%20OR%201=1", "٣x"]
)
def test_what_is_no_key_shows_the_newest(ada, sign_in, key):
    page = sign_in(ada).get(f"/account/activity?before={key}")

    assert (page.status, told(page)) == (200, ["Signed in"])


def test_before_the_first_there_is_nothing(ada, sign_in):
    page = sign_in(ada).get("/account/activity?before=1")

    assert (page.status, told(page), older(page)) == (200, [], None)
    assert "There is nothing older." in page.main


def test_a_key_beyond_the_newest_shows_the_newest(ada, sign_in):
    assert told(sign_in(ada).get(f"/account/activity?before={2**63 - 1}")) == ["Signed in"]


def test_the_key_of_somebody_else_s_event_opens_nothing_of_theirs(ada, grace, sign_in):
    browser = sign_in(ada)
    happen(grace, 3)
    newest = db.session.scalar(db.select(db.func.max(AccountEvent.id)))

    assert told(browser.get(f"/account/activity?before={newest}")) == ["Signed in"]


def test_a_page_takes_the_same_number_of_queries_however_much_happened(ada, sign_in, statements):
    browser = sign_in(ada)
    statements.clear()
    browser.get("/account/activity")
    few = len(statements)
    happen(ada, 45)
    statements.clear()
    browser.get("/account/activity")

    assert len(statements) == few


@pytest.mark.parametrize("path", ["/account/activity", "/"])
def test_what_an_administrator_did_says_who_and_not_from_where(ada, sign_in, path):
    """The address in the event is the administrator's."""
    browser = sign_in(ada)
    db.session.add(AccountEvent(user_id=ada.id, kind=Event.ROLE_CHANGED, ip="192.0.2.77", details={"by": "root"}))
    db.session.commit()
    page = browser.get(path)

    assert ("by root" in page.main, "192.0.2.77" in page.text) == (True, False)


def test_a_stranger_is_asked_to_sign_in(browser):
    assert browser.get("/account/activity").location == "/auth/login?next=/account/activity"
