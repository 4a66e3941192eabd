"""Who may register: anybody, the invited, or nobody (FLASKY_REGISTRATION)."""

import pytest

from app import db
from app.models import COMMAND_LINE, Invitation, User
from app.models.refusals import RegistrationClosed
from tests.support.people import PASSWORD
from tests.support.signups import JOAN, sign_up

SHUT = {"invite": "By invitation only", "closed": "Registration is closed"}
shut = pytest.mark.parametrize("mode", SHUT)


@shut
def test_the_page_says_so_and_has_no_form(browser, configure, mode):
    configure(FLASKY_REGISTRATION=mode)
    page = browser.get("/auth/register")

    assert (page.status, page.h1, page.forms_in(page.all("main")[0])) == (200, SHUT[mode], [])


@shut
def test_a_form_sent_all_the_same_is_refused(browser, configure, mode):
    form = JOAN | {"csrf_token": browser.get("/auth/register").csrf_token}
    configure(FLASKY_REGISTRATION=mode)

    assert (browser.post("/auth/register", form).status, db.session.scalars(db.select(User)).all()) == (403, [])


@shut
@pytest.mark.parametrize("path", ["/", "/auth/login", "/auth/reset", "/auth/register", "/auth/reopen", "/nowhere"])
def test_nothing_leads_there(browser, configure, mode, path):
    configure(FLASKY_REGISTRATION=mode)
    browser.post("/", {"name": "Joan", "csrf_token": browser.get("/").csrf_token})

    page = browser.get(path)
    links = {link.get("href").partition("?")[0] for link in page.all("a")}
    assert "/auth/register" not in links | {form.action for form in page.forms_in(page.tree)}


def test_while_open_these_lead_there(browser):
    assert ["/auth/register" in browser.get(path).text for path in ("/", "/auth/login")] == [True, True]


@shut
def test_whoever_waits_for_confirmation_may_still_confirm(browser, configure, outbox, mode):
    sign_up(browser)
    configure(FLASKY_REGISTRATION=mode)
    browser.get(outbox.link("email/confirm"))

    assert browser.submit("/auth/confirm", password=PASSWORD).status == 303
    assert User.with_name("joan").confirmed


def test_the_invited_come_in_where_registration_is_by_invitation(browser, configure, outbox):
    configure(FLASKY_REGISTRATION="invite")
    Invitation.invite("joan@example.com", COMMAND_LINE)
    db.session.commit()
    browser.get(outbox.link("email/invitation"))

    assert browser.submit("/auth/invite", username="joan", password=PASSWORD, password2=PASSWORD).status == 303


def test_an_invitation_is_not_accepted_while_registration_is_closed(browser, configure, outbox):
    Invitation.invite("joan@example.com", COMMAND_LINE)
    db.session.commit()
    browser.get(outbox.link("email/invitation"))
    form = JOAN | {"csrf_token": browser.get("/auth/invite").csrf_token}
    configure(FLASKY_REGISTRATION="closed")

    shown, sent = browser.get("/auth/invite"), browser.post("/auth/invite", form)

    assert (shown.h1, sent.status, db.session.scalars(db.select(User)).all()) == ("Registration is closed", 403, [])


def test_nor_sent(app, configure):
    configure(FLASKY_REGISTRATION="closed")

    with pytest.raises(RegistrationClosed):
        Invitation.invite("joan@example.com", COMMAND_LINE)
