"""Everything about one account, on one page."""

import pytest

from app import db
from app.models import AccountEvent, Event, Message, State, User
from app.models.listing import paging
from tests.support.pages import words
from tests.support.people import PASSWORD, make_user


def told(page):
    return [words(what) for what in page.all("span", "event-what")]


def said(page):
    return [words(what) for what in page.all("span", "event-said")]


def facts(page):
    return {words(row.find("dt")): words(row.find("dd")) for row in page.all("dl")[0]}


def acts(page):
    """What can be done, by the words on the buttons."""
    lists = page.all("ul", "acts")
    return [words(item[0]) for item in lists[0].iter("li")] if lists else []


def page_of(user, browser):
    return browser.get(f"/admin/users/{user.id}")


def test_it_says_who_it_is(administrator):
    ada = make_user("ada")
    ada.name = "Ada Lovelace"
    db.session.commit()

    page = page_of(ada, administrator)

    shown = facts(page)
    assert (page.h1, shown["Email"], shown["Name"], shown["Role"]) == ("ada", ada.email, "Ada Lovelace", "User")
    assert (shown["Last sign-in"], shown["Number"]) == ("Never", str(ada.id))


def test_what_happened_is_told_newest_first_with_the_reason_of_each_refusal(ada, browser, sign_in, administrator):
    browser.submit("/auth/login", email="ada", password="wrong")
    sign_in(ada)

    page = page_of(ada, administrator)

    assert (told(page), said(page)) == (["Signed in", "A sign-in was refused"], ["reason: wrong password"])


@pytest.mark.parametrize(
    ("column", "reason"), [("disabled_at", "the account is disabled"), ("closed_at", "the account is closed")]
)
def test_a_right_password_that_opens_nothing_is_told_apart(ada, browser, administrator, column, reason):
    setattr(ada, column, ada.created_at)
    db.session.commit()
    answer = browser.submit("/auth/login", email="ada", password=PASSWORD)

    assert (answer.status, said(page_of(ada, administrator))) == (422, [f"reason: {reason}"])


def test_what_an_administrator_did_is_told_with_the_name(ada, administrator):
    ada_page = f"/admin/users/{ada.id}"
    administrator.submit(f"{ada_page}/disable", reason="Sends advertising")

    page = administrator.get(ada_page)

    assert (told(page), said(page)) == (["The account was disabled by root"], ["reason: Sends advertising"])
    assert "The reason given: Sends advertising" in page.main


def test_an_administrator_s_words_are_told_as_they_are(ada, administrator):
    """Even if they are the same as one of the reasons that the application gives itself."""
    administrator.submit(f"/admin/users/{ada.id}/disable", reason="closed")

    assert said(page_of(ada, administrator)) == ["reason: closed"]


def test_each_mail_is_shown_with_its_fate(ada, administrator):
    for state, error in ((State.SENT, None), (State.FAILED, "550 no such user"), (State.QUEUED, "451 later")):
        ada.write_to(ada.email, state, "email/reopened", login_link="/")
        db.session.flush()
        mail = db.session.scalar(db.select(Message).order_by(Message.id.desc()).limit(1))
        mail.state, mail.last_error = state, error
        mail.due_at = mail.created_at if state == State.QUEUED else None
    db.session.commit()

    page = page_of(ada, administrator)

    fates = [
        words(tag)
        for table in page.all("table")
        for tag in table.iter("span")
        if tag.get("class", "").startswith("tag")
    ]
    assert fates == ["Tried in vain", "Given up", "Sent"]
    assert "550 no such user" in page.main


def test_the_devices_are_listed(ada, sign_in, administrator):
    sign_in(ada, remember_me="y")

    devices = [words(item) for item in page_of(ada, administrator).all("ul", "devices")[0]]

    assert len(devices) == 1
    assert devices[0].startswith("Unknown device Last seen")
    assert devices[0].endswith("· 127.0.0.1 · Kept signed in")


def test_the_history_has_pages_by_key(ada, administrator, monkeypatch):
    monkeypatch.setattr(paging, "ROWS", 2)
    db.session.add_all(AccountEvent(user_id=ada.id, kind=Event.PROFILE_CHANGED, details={"count": n}) for n in range(3))
    db.session.commit()
    first = page_of(ada, administrator)

    second = administrator.get(first.links()["Next"])

    assert [said(page) for page in (first, second)] == [["devices: 2", "devices: 1"], ["devices: 0"]]
    assert first.links()["Next"].endswith("#history")


def test_the_key_of_somebody_else_s_event_shows_the_newest(ada, grace, sign_in, administrator):
    sign_in(grace)
    sign_in(ada)
    other = db.session.scalar(db.select(AccountEvent.id).where(AccountEvent.user_id == grace.id))

    assert told(administrator.get(f"/admin/users/{ada.id}?after={other}")) == ["Signed in"]


def test_what_can_be_done_depends_on_the_account(ada, unconfirmed, administrator):
    assert acts(page_of(ada, administrator)) == [
        "Start a password reset",
        "End all sessions",
        "Change the role",
        "Disable the account",
        "Close the account",
    ]
    assert acts(page_of(unconfirmed, administrator)) == [
        "Send the confirmation again",
        "Confirm by hand",
        "End all sessions",
        "Change the role",
        "Disable the account",
    ]


def test_of_an_administrator_only_the_role_can_be_changed_and_of_oneself_nothing(root, administrator):
    assert acts(page_of(make_user("other", role="Administrator"), administrator)) == ["Change the role"]
    assert (acts(page_of(root, administrator)), "your own account" in page_of(root, administrator).main) == ([], True)


def test_a_moderator_sees_all_and_has_no_form(ada, sign_in, moderator):
    sign_in(ada)
    page = page_of(ada, moderator)

    assert (told(page), acts(page)) == (["Signed in"], [])
    assert page.forms_in(next(page.tree.iter("main"))) == []


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "NaN", str(2**63 - 1), str(2**63), "9" * 40, "%00", "٣"])
def test_an_unknown_number_is_not_found(administrator, number):
    answers = [administrator.get(f"/admin/users/{number}{act}").status for act in ("", "/disable", "/role")]

    assert answers == [404, 404, 404]


def test_the_page_costs_as_many_queries_with_thirty_events_and_mails_as_with_one(ada, administrator, statements):
    def cost():
        db.session.rollback()
        statements.clear()
        page_of(ada, administrator)
        return len(statements)

    def happen():
        ada = User.with_name("ada")
        ada.record(Event.PROFILE_CHANGED)
        ada.write_to(ada.email, "x", "email/reopened", login_link="/")
        db.session.commit()

    happen()
    once = cost()
    for _ in range(30):
        happen()

    assert cost() == once
