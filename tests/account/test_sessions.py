"""The devices that are signed in. How long a session lasts is in tests/auth/test_sessions.py."""

import pytest

from app import db
from app.models import AccountEvent, Event, LoginSession
from tests.support.pages import words
from tests.support.people import PASSWORD

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"


@pytest.fixture
def sign_in_from(open_browser):
    """A browser of a make, at an address, that ada has signed in with."""

    def sign_in_from(agent, ip="192.0.2.1", **fields: str):
        browser = open_browser()
        browser.client.environ_base |= {"HTTP_USER_AGENT": agent, "REMOTE_ADDR": ip}
        browser.submit("/auth/login", email="ada", password=PASSWORD, **fields)
        return browser

    return sign_in_from


def devices(page):
    return [words(heading) for heading in page.all("h2")]


def kinds():
    return list(db.session.scalars(db.select(AccountEvent.kind).order_by(AccountEvent.id)))


def id_of_newest():
    return db.session.scalar(db.select(LoginSession.id).order_by(LoginSession.id.desc()).limit(1))


def end(browser, session_id):
    token = browser.get("/account/sessions").csrf_token
    return browser.post(f"/account/sessions/{session_id}/end", {"csrf_token": token})


def test_each_device_is_told_in_words_the_last_seen_first(ada, sign_in_from, clock):
    here = sign_in_from(FIREFOX)
    clock.advance(minutes=2)
    sign_in_from(SAFARI)
    clock.advance(minutes=2)

    assert devices(here.get("/account/sessions")) == ["Firefox on Linux This device", "Safari on iPhone"]


def test_a_device_that_cannot_be_told_is_listed_too(ada, sign_in_from):
    assert devices(sign_in_from("").get("/account/sessions")) == ["Unknown device This device"]


def test_each_shows_when_and_from_where(ada, sign_in_from):
    page = sign_in_from(FIREFOX, "2001:db8::7").get("/account/sessions")

    facts = [(words(row.find("dt")), words(row.find("dd"))) for row in page.all("dl")[0]]
    assert [name for name, _ in facts] == ["Last seen", "Signed in", "IP address"]
    assert facts[-1] == ("IP address", "2001:db8::7")


def test_a_remembered_one_is_marked(ada, sign_in_from):
    page = sign_in_from(FIREFOX, remember_me="y").get("/account/sessions")

    assert [words(name) for name in page.all("dt")] == ["Last seen", "Signed in", "Kept signed in", "IP address"]


def test_one_that_is_over_is_not_listed(ada, sign_in_from, clock):
    sign_in_from(SAFARI)
    clock.advance(hours=12)

    assert devices(sign_in_from(FIREFOX).get("/account/sessions")) == ["Firefox on Linux This device"]


def test_nobody_else_s_are_listed(ada, grace, sign_in, sign_in_from):
    sign_in(grace)

    page = sign_in_from(FIREFOX).get("/account/sessions")

    assert devices(page) == ["Firefox on Linux This device"]
    assert "You are signed in nowhere else." in page.main


def test_one_can_be_ended(ada, sign_in_from):
    here, there = sign_in_from(FIREFOX), sign_in_from(SAFARI)

    page = here.follow(here.press("/account/sessions", "End"))

    assert (page.flashes, devices(page)) == (["The device has been signed out."], ["Firefox on Linux This device"])
    assert (here.is_signed_in(), there.is_signed_in()) == (True, False)


def test_ending_one_leaves_the_third(ada, sign_in_from):
    here, there, third = sign_in_from(FIREFOX), sign_in_from(SAFARI), sign_in_from("curl/8")

    end(here, id_of_newest())

    assert [one.is_signed_in() for one in (here, there, third)] == [True, True, False]


def test_ending_one_is_recorded_and_mailed_once(ada, sign_in_from, outbox):
    here, _ = sign_in_from(FIREFOX), sign_in_from(SAFARI)

    here.press("/account/sessions", "End")

    assert kinds()[2:] == [Event.SESSION_ENDED]
    assert outbox.posted[1:] == [("ada@example.com", "email/sessions_ended")]


def test_an_ended_one_is_not_found_any_more(ada, sign_in_from):
    here, _ = sign_in_from(FIREFOX), sign_in_from(SAFARI)
    session_id = id_of_newest()

    answers = [end(here, session_id).status for _ in range(2)]

    assert (answers, kinds()[2:]) == ([303, 404], [Event.SESSION_ENDED])


def test_somebody_else_s_cannot_be_ended(ada, grace, sign_in):
    thief, there = sign_in(ada), sign_in(grace)

    assert (end(thief, id_of_newest()).status, there.is_signed_in()) == (404, True)


@pytest.mark.parametrize("session_id", ["0", "-1", "x", str(2**63), "9" * 40, "%00"])
def test_what_is_no_id_is_not_found(ada, sign_in, session_id):
    assert end(sign_in(ada), session_id).status == 404


def test_all_others_can_be_ended_together(ada, sign_in_from):
    browsers = [sign_in_from(FIREFOX), sign_in_from(SAFARI), sign_in_from("curl/8", remember_me="y")]

    page = browsers[0].follow(browsers[0].press("/account/sessions", "End all others"))

    assert page.flashes == ["2 devices have been signed out."]
    assert [one.is_signed_in() for one in browsers] == [True, False, False]


def test_ending_all_others_is_recorded_and_mailed_once(ada, sign_in_from, outbox):
    here, *_ = sign_in_from(FIREFOX), sign_in_from(SAFARI), sign_in_from("curl/8")

    here.press("/account/sessions", "End all others")

    assert kinds()[3:] == [Event.OTHER_SESSIONS_ENDED]
    assert outbox.posted[2:] == [("ada@example.com", "email/sessions_ended")]
    assert "2 devices were signed out" in outbox.newest("email/sessions_ended").text_body


def test_without_others_nothing_ends_and_nothing_is_written(ada, sign_in, outbox):
    browser = sign_in(ada)
    token = browser.get("/account/sessions").csrf_token

    browser.post("/account/sessions/end-others", {"csrf_token": token})

    assert (kinds(), outbox.posted, browser.is_signed_in()) == ([Event.SIGNED_IN], [], True)


def test_last_seen_is_written_once_a_minute_at_the_most(ada, sign_in, clock, statements):
    browser = sign_in(ada)
    clock.advance(seconds=59)
    statements.clear()
    for path in ("/", "/account/", "/account/activity"):
        browser.get(path)
    clock.advance(seconds=1)
    browser.get("/")

    assert len([one for one in statements if one.startswith("UPDATE login_sessions")]) == 1


def test_the_first_sign_in_of_an_account_is_no_news(ada, sign_in, outbox):
    sign_in(ada)

    assert outbox.posted == []


def test_a_browser_never_seen_before_is_told_by_mail(ada, sign_in_from, outbox):
    sign_in_from(FIREFOX)
    sign_in_from(SAFARI, "198.51.100.7")

    mail = outbox.newest("email/new_sign_in")
    facts = [line for line in mail.text_body.splitlines() if line.startswith(("Device", "IP"))]
    assert (mail.to_address, facts) == (
        "ada@example.com",
        ["Device: Safari on iPhone", "IP address: 198.51.100.7"],
    )


def test_a_browser_that_came_before_is_not(ada, sign_in, outbox):
    sign_in(ada)
    browser = sign_in(ada)
    browser.press("/", "Sign out")
    browser.submit("/auth/login", email="ada", password=PASSWORD)

    assert outbox.posted == [("ada@example.com", "email/new_sign_in")]
