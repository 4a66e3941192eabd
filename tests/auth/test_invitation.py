"""Being invited: a mailed link makes an account with a proven address, once, for a week."""

import pytest

from app import db
from app.models import COMMAND_LINE, AccountEvent, Actor, Event, Invitation, User
from tests.support.acts import make_administrator
from tests.support.people import PASSWORD, make_user
from tests.support.races import at_once, request

JOAN = {"username": "joan", "password": PASSWORD, "password2": PASSWORD}
DEAD = "This link has been used or replaced"


@pytest.fixture
def invite(app, outbox):
    """Invite an address; the path of the link in the mail."""

    def invite(address="joan@example.com", by=COMMAND_LINE):
        Invitation.invite(address, by)
        db.session.commit()
        return outbox.link("email/invitation")

    return invite


def accept(browser, link, **changed: str):
    browser.get(link)
    return browser.send("/auth/invite", JOAN | changed)


def everybody():
    db.session.rollback()
    return [(user.username, user.email, user.confirmed) for user in db.session.scalars(db.select(User))]


def test_the_page_says_whose_account_it_will_be(browser, invite):
    page = browser.follow(browser.get(invite()))

    assert (page.status, page.h1, "joan@example.com" in page.main) == (200, "You are invited", True)


def test_accepting_makes_a_confirmed_account(browser, invite):
    page = browser.follow(accept(browser, invite()))

    assert (page.h1, page.flashes) == ("Sign in", ["Your account is ready. Please sign in."])
    assert everybody() == [("joan", "joan@example.com", True)]


def test_and_the_password_just_chosen_opens_it(browser, invite):
    accept(browser, invite())

    assert browser.submit("/auth/login", email="joan", password=PASSWORD).status == 303


def test_the_history_says_who_invited(browser, invite):
    accept(browser, invite(by=Actor.of(make_administrator())))

    joan = User.with_name("joan")
    told = [(event.kind, event.details) for event in reversed(joan.latest_events(5))]
    assert told == [(Event.REGISTERED, {"invited_by": "root"}), (Event.CONFIRMED, {})]


def test_administrators_hear_of_the_new_user(browser, invite, configure, outbox):
    configure(FLASKY_ADMIN=["root@example.com"])
    accept(browser, invite())

    assert outbox.posted[-1] == ("root@example.com", "email/new_user")


def test_the_link_works_once(browser, invite):
    link = invite()
    accept(browser, link)
    page = browser.follow(browser.get(link))

    assert (page.status, page.h1) == (404, "This link does not work")


def test_many_who_follow_one_link_at_once_make_one_account(open_browser, invite):
    link, requests = invite(), []
    for number in range(8):
        browser = open_browser()
        token = browser.follow(browser.get(link)).csrf_token
        form = JOAN | {"username": f"joan{number}", "csrf_token": token}
        requests.append(lambda browser=browser, form=form: request(browser, "POST", "/auth/invite", **form))

    answers = at_once(requests)

    assert (answers, len(everybody())) == ({(303, "/auth/login"): 1, (404, None): 7}, 1)


def test_a_newer_invitation_replaces_the_older_one(browser, invite, clock):
    older = invite()
    clock.advance(seconds=1)
    newer = invite()

    assert browser.follow(browser.get(older)).h1 == DEAD
    assert accept(browser, newer).status == 303


def test_a_withdrawn_invitation_is_dead(browser, invite):
    link = invite()
    db.session.scalars(db.select(Invitation)).one().withdraw(COMMAND_LINE)
    db.session.commit()

    assert browser.follow(browser.get(link)).status == 404


def test_also_while_the_form_is_filled_in(browser, invite):
    browser.get(invite())
    form = JOAN | {"csrf_token": browser.get("/auth/invite").csrf_token}
    db.session.scalars(db.select(Invitation)).one().withdraw(COMMAND_LINE)
    db.session.commit()

    assert (browser.post("/auth/invite", form).status, everybody()) == (404, [])


def test_after_seven_days_it_is_too_old(browser, invite, clock):
    link = invite()
    clock.advance(days=7)
    page = browser.follow(browser.get(link))

    assert (page.h1, "Invitations hold for 7 days." in page.main) == ("This link is too old", True)


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"username": "grace"}, {"username": "Username already in use. Please choose another."}),
        ({"username": ""}, {"username": "Please choose a username."}),
        ({"password2": "other"}, {"password2": "The two passwords differ. Please type them again."}),
        (
            dict.fromkeys(["password", "password2"], "joan@example.com"),
            {"password": "Your password contains your name or address. Please choose another."},
        ),
    ],
)
def test_a_refused_form_says_why(browser, grace, invite, fields, error):
    page = accept(browser, invite(), **fields)

    assert (page.status, page.errors, len(everybody())) == (422, error, 1)


def test_after_a_refusal_the_link_still_works(browser, grace, invite):
    accept(browser, invite(), username="grace")

    assert browser.send("/auth/invite", JOAN).status == 303


def test_an_address_confirmed_meanwhile_gets_no_second_account(browser, invite):
    link = invite()
    make_user("joan_too", email="joan@example.com")
    page = accept(browser, link)

    assert (page.status, page.h1, len(everybody())) == (404, DEAD, 1)


def test_a_sign_up_that_waits_for_the_address_gives_way_with_its_name(browser, invite):
    make_user("joan", email="joan@example.com", confirmed=False)

    assert (accept(browser, invite()).status, everybody()) == (303, [("joan", "joan@example.com", True)])


def test_whoever_is_signed_in_here_is_signed_out(ada, sign_in, invite):
    browser = sign_in(ada)
    accept(browser, invite())

    assert browser.is_signed_in() is False


def test_the_browser_s_session_is_recorded_nowhere(browser, invite):
    accept(browser, invite())

    assert "link:invite" not in str(browser.cookies)
    assert db.session.scalars(db.select(AccountEvent).where(AccountEvent.kind == Event.SIGNED_IN)).all() == []
