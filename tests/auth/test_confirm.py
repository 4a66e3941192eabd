"""Following the link in a confirmation mail."""

import pytest
from werkzeug.security import generate_password_hash

from app import db
from app.links import Link
from app.models import AccountEvent, Event, User
from app.models.user.confirmation import CONFIRM
from tests.support.people import PASSWORD, make_user
from tests.support.signups import sign_up


def stored(user):
    """Everything that a link could change."""
    db.session.expire_all()
    kinds = db.session.scalars(db.select(AccountEvent.kind).order_by(AccountEvent.id)).all()
    return user.confirmed, user.email, user.pending_email, user.confirmation_sent_at, user.role_id, kinds


def path_of(token):
    return f"/auth/confirm/{token}"


@pytest.fixture
def link(unconfirmed):
    return path_of(unconfirmed.generate_confirmation_token())


def test_the_owner_s_signed_in_browser_confirms_by_the_link_alone(unconfirmed, link, sign_in):
    browser = sign_in(unconfirmed)

    page = browser.follow(browser.get(link))

    assert (page.h1, page.flashes) == ("Hello, newcomer!", ["You have confirmed your address. Thank you!"])
    assert unconfirmed.confirmed is True


def test_it_is_recorded_once(unconfirmed, link, sign_in):
    sign_in(unconfirmed).get(link)

    assert stored(unconfirmed)[-1] == [Event.SIGNED_IN, Event.CONFIRMED]


def test_the_link_in_the_mail_is_the_one(browser, outbox):
    sign_up(browser)

    page = browser.follow(browser.get(outbox.link("email/confirm")))

    assert (page.status, page.h1) == (200, "Confirm joan@example.com")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_without_a_session_the_link_changes_nothing_however_often(browser, unconfirmed, link, method):
    before = stored(unconfirmed)
    for _ in range(2):
        browser.open(link, method=method)
        browser.open("/auth/confirm", method=method)

    assert stored(unconfirmed) == before


def test_somebody_else_s_session_changes_nothing(unconfirmed, link, ada, sign_in):
    browser = sign_in(ada)
    before = stored(unconfirmed)

    browser.follow(browser.get(link))

    assert stored(unconfirmed) == before


def test_the_token_leaves_the_address_bar(browser, link):
    page = browser.get(link)

    assert (page.status, page.location) == (302, "/auth/confirm")


def test_the_password_confirms_and_signs_in(browser, unconfirmed, link):
    browser.get(link)

    page = browser.follow(browser.submit("/auth/confirm", password=PASSWORD))

    assert (page.h1, unconfirmed.confirmed) == ("Hello, newcomer!", True)


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("", "Please type your password."),
        ("wrong", "This is not the password of this account. Please try again."),
    ],
)
def test_another_password_does_not(browser, unconfirmed, link, password, message):
    browser.get(link)

    page = browser.submit("/auth/confirm", password=password)

    assert (page.status, page.errors, unconfirmed.confirmed) == (422, {"password": message}, False)


def test_a_wrong_password_is_recorded_once(browser, unconfirmed, link):
    browser.get(link)
    browser.submit("/auth/confirm", password="wrong")

    assert stored(unconfirmed)[-1] == [Event.SIGN_IN_REFUSED]


def test_no_token_no_confirmation(browser, unconfirmed, link):
    browser.get(link)

    page = browser.post("/auth/confirm", {"password": PASSWORD})

    assert (page.status, unconfirmed.confirmed) == (400, False)


def test_nobody_s_confirmation_is_a_page_that_says_so(browser):
    page = browser.get("/auth/confirm")

    assert (page.status, page.h1) == (404, "This link does not work")


def answer_to(browser, path):
    page = browser.get(path)
    while page.location:
        page = browser.follow(page)
    return page.status, page.h1


def test_a_used_link_says_so(browser, unconfirmed, link, sign_in):
    sign_in(unconfirmed).get(link)

    assert answer_to(browser, link) == (404, "This link has been used or replaced")


def test_a_used_link_reassures_its_owner(unconfirmed, link, sign_in):
    browser = sign_in(unconfirmed)
    browser.get(link)

    page = browser.follow(browser.get(link))

    assert "Your address is confirmed. There is nothing left to do." in page.main
    assert page.links() == {"Go to the home page": "/"}


def test_a_link_lasts_an_hour(browser, link, clock):
    token = link
    clock.advance(minutes=59)

    assert answer_to(browser, token) == (200, "Confirm newcomer@example.com")


def test_an_old_link_says_so(browser, unconfirmed, clock):
    link = path_of(unconfirmed.generate_confirmation_token())
    clock.advance(hours=1, seconds=1)

    assert answer_to(browser, link) == (404, "This link is too old")


def test_an_old_link_does_not_confirm_its_owner_either(unconfirmed, sign_in, clock):
    link = path_of(unconfirmed.generate_confirmation_token())
    clock.advance(hours=1, seconds=1)
    browser = sign_in(unconfirmed)

    answer_to(browser, link)

    assert unconfirmed.confirmed is False


def test_a_link_that_grew_old_while_the_password_was_typed_does_not_confirm(browser, unconfirmed, clock):
    browser.get(path_of(unconfirmed.generate_confirmation_token()))
    page = browser.get("/auth/confirm")
    clock.advance(hours=1, seconds=1)

    browser.fill_in(page.form_with({"password"}), {"password": PASSWORD})

    assert unconfirmed.confirmed is False


@pytest.mark.parametrize("token", ["x", "a.b", "null", "0", "None", "%00", "%ff", "é", "x" * 4000, "%2e%2e", "W10.W10"])
def test_rubbish_is_no_link(browser, token):
    assert answer_to(browser, path_of(token)) == (404, "This link does not work")


def test_a_truncated_or_lengthened_link_is_none(browser, unconfirmed, link):
    tried = [link[:-1], link[: len(link) // 2], link + "A", link.rpartition(".")[0], link.replace(".", "")]

    assert [answer_to(browser, path) for path in tried] == [(404, "This link does not work")] * len(tried)


def test_a_link_changed_in_any_byte_is_none(browser, unconfirmed):
    token = unconfirmed.generate_confirmation_token()
    changed = [token[:i] + ("B" if c != "B" else "C") + token[i + 1 :] for i, c in enumerate(token[:-1])]

    assert [CONFIRM.owner(text, User) for text in changed] == [None] * len(changed)


@pytest.mark.parametrize("purpose", ["reset", "change_email", "undo_email", "reopen", "session", "", "Confirm"])
def test_a_link_for_another_purpose_is_none(browser, unconfirmed, purpose):
    token = Link(purpose, CONFIRM.lifetime, CONFIRM._facts).sign(unconfirmed)  # noqa: SLF001

    assert answer_to(browser, path_of(token)) == (404, "This link does not work")


def test_a_link_under_another_key_is_none(browser, unconfirmed, link, configure):
    configure(SECRET_KEY="another key, as random as the first one was")

    assert answer_to(browser, link) == (404, "This link does not work")


def test_a_link_under_the_key_of_before_still_works(app, browser, link, configure):
    configure(SECRET_KEY="another key, as random as the first one was", SECRET_KEY_FALLBACKS=[app.secret_key])

    assert answer_to(browser, link) == (200, "Confirm newcomer@example.com")


def test_another_person_s_link_confirms_neither(unconfirmed, sign_in):
    other = make_user("other", confirmed=False)
    browser = sign_in(unconfirmed)

    browser.get(path_of(other.generate_confirmation_token()))

    assert (unconfirmed.confirmed, other.confirmed) == (False, False)


def test_a_link_of_an_account_that_is_gone_is_none(browser, unconfirmed, link):
    db.session.delete(unconfirmed)
    db.session.commit()

    assert answer_to(browser, link) == (404, "This link does not work")


def test_an_older_hash_does_not_stand_in_the_way(browser, unconfirmed):
    unconfirmed.password_hash = generate_password_hash(PASSWORD, method="pbkdf2:sha256:1")
    db.session.commit()
    browser.get(path_of(unconfirmed.generate_confirmation_token()))

    browser.submit("/auth/confirm", password=PASSWORD)

    assert unconfirmed.confirmed is True
