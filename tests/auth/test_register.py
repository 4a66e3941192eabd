"""Registering: an account begins, and a mail goes to its address."""

import pytest

from app import db
from app.models import AccountEvent, Event, Message, Role, User
from tests.support.people import OTHER_PASSWORD, PASSWORD, make_user
from tests.support.signups import JOAN, sign_up


def only_user():
    return db.session.scalars(db.select(User)).one()


def events_of(user):
    return list(db.session.scalars(db.select(AccountEvent.kind).where(AccountEvent.user_id == user.id)))


def test_the_form_leads_to_a_page_that_says_where_the_mail_went(browser):
    answer = browser.submit("/auth/register", **JOAN)

    page = browser.follow(answer)
    assert (answer.status, answer.location, page.h1) == (303, "/auth/registered", "Check your inbox")
    assert "We wrote to joan@example.com." in page.main


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("queued", "The mail waits for its turn"),
        ("sent", "The mail has left. Look in the spam folder too"),
        ("failed", "The mail could not be delivered. Is the address right?"),
    ],
)
@pytest.mark.parametrize("address", ["joan@example.com", "ada@example.com"])
def test_that_page_says_what_became_of_the_mail(browser, ada, configure, address, state, words):
    """Whether or not the address has an owner already."""
    configure(MAIL_SERVER="mail.example.com")
    page = browser.follow(browser.submit("/auth/register", **(JOAN | {"email": address})))
    waits = "The mail waits for its turn" in page.main
    db.session.scalars(db.select(Message)).one().state = state
    db.session.commit()

    assert (waits, words in browser.get("/auth/registered").main) == (True, True)


def test_that_page_is_nothing_to_those_who_have_not_registered(browser):
    page = browser.get("/auth/registered")

    assert (page.status, page.location) == (302, "/auth/register")


def test_the_account_waits_for_its_confirmation(browser):
    sign_up(browser)

    user = only_user()
    assert (user.email, user.username, user.confirmed) == ("joan@example.com", "joan", False)
    assert (user.role, user.is_administrator()) == (Role.named("User"), False)


def test_registering_signs_nobody_in(browser):
    sign_up(browser)

    assert browser.get("/").h1 == "Hello, stranger!"


def test_the_password_is_kept_as_a_hash(browser):
    sign_up(browser)

    user = only_user()
    assert (user.password_hash.startswith("$argon2id$"), user.verify_password(PASSWORD)) == (True, True)


def test_a_link_is_mailed_to_the_address(browser, outbox):
    sign_up(browser)

    assert outbox.posted == [("joan@example.com", "email/confirm")]


def test_it_is_recorded_once(browser):
    sign_up(browser)

    assert events_of(only_user()) == [Event.REGISTERED, Event.CONFIRMATION_SENT]


def test_each_administrator_is_told(browser, outbox, configure):
    configure(FLASKY_ADMIN=["root@example.com", "boss@example.com"])

    sign_up(browser)

    assert outbox.posted == [
        ("root@example.com", "email/new_user"),
        ("boss@example.com", "email/new_user"),
        ("joan@example.com", "email/confirm"),
    ]
    assert "There is a new account: joan, joan@example.com." in outbox.newest("email/new_user").text_body


def test_the_name_can_come_with_the_link(browser):
    assert browser.get("/auth/register?username=joan").values["username"] == "joan"


def test_an_address_has_one_spelling(browser):
    sign_up(browser, email=" Joan@EXAMPLE.com ")

    assert only_user().email == "joan@example.com"


def test_a_domain_of_any_script_is_kept_in_ascii(browser):
    sign_up(browser, email="joan@bücher.example")

    assert only_user().email == "joan@xn--bcher-kva.example"


def test_a_name_keeps_its_capitals(browser):
    sign_up(browser, username="Joan_D.Arc")

    assert only_user().username == "Joan_D.Arc"


@pytest.mark.parametrize("name", ["ada", "Ada", "ADA"])
def test_a_taken_name_is_said_at_once(browser, ada, name):
    page = sign_up(browser, username=name)

    assert (page.status, page.errors) == (422, {"username": "Username already in use. Please choose another."})


def test_the_name_of_somebody_unconfirmed_is_taken_too(browser, unconfirmed):
    page = sign_up(browser, username="newcomer")

    assert page.errors == {"username": "Username already in use. Please choose another."}


def test_a_refused_form_stores_nothing(browser, ada):
    sign_up(browser, username="ada")

    assert (db.session.scalars(db.select(User)).all(), db.session.scalars(db.select(Message)).all()) == ([ada], [])


def test_whoever_is_signed_in_needs_no_second_account_by_accident(ada, sign_in):
    """The page stays open to them: people do make accounts for others."""
    assert sign_in(ada).get("/auth/register").h1 == "Create an account"


def test_a_later_sign_up_replaces_the_unconfirmed_one(browser, unconfirmed):
    sign_up(browser, email=unconfirmed.email, username="owner", password=OTHER_PASSWORD, password2=OTHER_PASSWORD)

    user = only_user()
    assert (user.username, user.email, user.confirmed) == ("owner", "newcomer@example.com", False)


def test_the_replaced_password_opens_nothing(browser, unconfirmed):
    sign_up(browser, email=unconfirmed.email, password=OTHER_PASSWORD, password2=OTHER_PASSWORD)

    answer = browser.submit("/auth/login", email=unconfirmed.email, password=PASSWORD)
    assert (answer.status, only_user().verify_password(OTHER_PASSWORD)) == (422, True)


def test_the_replaced_sign_up_is_signed_out(browser, unconfirmed, sign_in):
    squatter = sign_in(unconfirmed)

    sign_up(browser, email=unconfirmed.email)

    assert squatter.get("/").h1 == "Hello, stranger!"


def test_the_replaced_link_is_dead(browser, outbox):
    sign_up(browser)
    stale = outbox.link("email/confirm")
    sign_up(browser, password=OTHER_PASSWORD, password2=OTHER_PASSWORD)

    page = browser.follow(browser.get(stale))

    assert (page.status, page.h1, only_user().confirmed) == (404, "This link has been used or replaced", False)


def test_the_replaced_profile_and_pending_address_are_gone(browser, unconfirmed, sign_in):
    squatter = sign_in(unconfirmed)
    squatter.submit("/auth/unconfirmed", email="squatter@example.com")

    sign_up(browser, email="newcomer@example.com")

    assert (only_user().pending_email, only_user().address_to_confirm) == (None, "newcomer@example.com")


def test_the_same_sign_up_twice_is_one_account(browser, outbox):
    sign_up(browser)
    sign_up(browser)

    assert only_user().username == "joan"
    assert outbox.posted == [("joan@example.com", "email/confirm")] * 2


def test_an_administrators_address_alone_makes_no_administrator(browser, configure):
    configure(FLASKY_ADMIN=["joan@example.com"])

    sign_up(browser)

    assert only_user().is_administrator() is False


def test_a_proven_administrators_address_does(browser, configure, outbox):
    configure(FLASKY_ADMIN=["joan@example.com"])
    sign_up(browser)
    browser.get(outbox.link("email/confirm"))

    browser.submit("/auth/confirm", password=PASSWORD)

    assert (only_user().confirmed, only_user().is_administrator()) == (True, True)


def test_a_replaced_sign_up_takes_no_role_along(browser, app):
    make_user("squatter", email="joan@example.com", confirmed=False, role="Administrator")

    sign_up(browser)

    assert only_user().is_administrator() is False


@pytest.mark.usefixtures("limits")
def test_the_sixty_first_sign_up_of_twenty_minutes_waits(browser, open_browser, clock):
    token = browser.get("/auth/register").csrf_token
    statuses = {browser.post("/auth/register", {"csrf_token": token}).status for _ in range(60)}

    page = browser.post("/auth/register", JOAN | {"csrf_token": token})

    assert (statuses, page.status, page.h1) == ({422}, 429, "Too many attempts")
    assert db.session.scalars(db.select(User)).all() == []
    clock.advance(minutes=20)
    assert sign_up(open_browser()).status == 303
