"""Many sign-ups in the same instant: the database judges, and nobody sees an error."""

from functools import partial

import pytest

from app import db
from app.models import Message, User
from tests.support.people import OTHER_PASSWORD
from tests.support.races import at_once, overtaken, request
from tests.support.signups import JOAN

AT_ONCE = 16
REGISTERED = (303, "/auth/registered")


def sign_ups(open_browser, forms):
    """A request for each form, from a browser of its own that has opened the page."""
    browsers = [open_browser() for _ in forms]
    tokens = [browser.get("/auth/register").csrf_token for browser in browsers]
    return [
        partial(request, browser, "POST", "/auth/register", csrf_token=token, **form)
        for browser, token, form in zip(browsers, tokens, forms, strict=True)
    ]


def everybody():
    return db.session.scalars(db.select(User)).all()


def test_one_address_becomes_one_account_and_all_answers_are_alike(open_browser, outbox):
    answers = at_once(sign_ups(open_browser, [JOAN | {"username": f"joan{number}"} for number in range(AT_ONCE)]))

    assert (answers, len(everybody())) == ({REGISTERED: AT_ONCE}, 1)
    assert len(outbox.messages) <= 5


def test_the_same_form_sixteen_times_becomes_one_account(open_browser, outbox):
    answers = at_once(sign_ups(open_browser, [JOAN] * AT_ONCE))

    assert (answers, [user.username for user in everybody()]) == ({REGISTERED: AT_ONCE}, ["joan"])
    assert len(outbox.messages) <= 5


def test_one_name_goes_to_one_address_and_the_others_are_told(open_browser):
    answers = at_once(sign_ups(open_browser, [JOAN | {"email": f"joan{n}@example.com"} for n in range(AT_ONCE)]))

    assert answers == {REGISTERED: 1, (422, None): AT_ONCE - 1}
    assert [user.username for user in everybody()] == ["joan"]


def test_the_losers_leave_no_mail_behind(open_browser):
    at_once(sign_ups(open_browser, [JOAN | {"email": f"joan{number}@example.com"} for number in range(AT_ONCE)]))

    posted = db.session.scalars(db.select(Message.to_address)).all()
    assert posted == [user.email for user in everybody()]


def test_a_sign_up_overtaken_by_its_own_double_is_answered_alike(open_browser):
    """The double commits between the two questions that the first one asks: whose address, whose name."""
    first, double = sign_ups(open_browser, [JOAN, JOAN])

    with overtaken("FROM users", 2, double) as answers:
        answers.append(first())

    assert (answers, len(everybody())) == ([REGISTERED, REGISTERED], 1)


def test_a_sign_up_overtaken_by_another_one_for_its_address_sends_no_mail_too_many(open_browser, outbox):
    """The other one commits after this one has counted the mails of the hour, and before it adds its own."""
    for one in sign_ups(open_browser, [JOAN] * 4):
        one()
    first, other = sign_ups(open_browser, [JOAN, JOAN])

    with overtaken("FROM messages", 1, other):
        first()

    assert len(outbox.messages) == 5


@pytest.fixture
def squatter(open_browser, unconfirmed):
    """A sign-up by somebody else for the address of an account that its owner is about to confirm."""
    mallory = {"username": "mallory", "password": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
    return sign_ups(open_browser, [JOAN | mallory | {"email": unconfirmed.email}])[0]


@pytest.fixture
def owner(sign_in, unconfirmed):
    return partial(request, sign_in(unconfirmed), "GET", f"/auth/confirm/{unconfirmed.generate_confirmation_token()}")


def is_squatted():
    db.session.expire_all()
    (user,) = everybody()
    return user.confirmed and user.verify_password(OTHER_PASSWORD)


def test_a_sign_up_overtaken_by_the_owner_s_confirmation_takes_nothing_over(squatter, owner):
    """It has found the account unconfirmed, and would give it another password."""
    with overtaken("FROM users", 3, owner):
        squatter()

    assert is_squatted() is False


def test_a_confirmation_overtaken_by_somebody_s_sign_up_confirms_nothing_of_theirs(squatter, owner):
    with overtaken("FROM users", 1, squatter):
        owner()

    assert is_squatted() is False
