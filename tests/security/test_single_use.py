"""Mailed links in the same instant: each works once, and no account gets an address that was not proven."""

from collections import Counter
from functools import partial

import pytest
from sqlalchemy import func

from app import db
from app.models import AccountEvent, Event, User
from tests.security.steps import LINKS, opened, request_move, reset_token, works
from tests.support.people import PASSWORD
from tests.support.races import at_once, overtaken, request

AT_ONCE = 50


def posts(open_browser, kind, token, many=AT_ONCE, fields=lambda _number: {"password": PASSWORD}):
    """A click on the link's page for each of many browsers, none of them signed in."""
    browsers = [open_browser() for _ in range(many)]
    tokens = [opened(browser, kind, token).csrf_token for browser in browsers]
    return [
        partial(request, browser, "POST", LINKS[kind][2], csrf_token=csrf, **fields(number))
        for number, (browser, csrf) in enumerate(zip(browsers, tokens, strict=True))
    ]


def follows(browser, kind, token):
    """A click on the link itself in a browser that is signed in."""
    return partial(request, browser, "GET", f"{LINKS[kind][1]}/{token}")


def times(kind):
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalar(db.select(func.count()).where(AccountEvent.kind == kind))


def faults(answers):
    return {answer: count for answer, count in answers.items() if answer[0] >= 500}


def passwords_of(number):
    return f"password of clicker number {number}"


def test_fifty_clicks_on_one_reset_link_change_the_password_once(ada, open_browser):
    def fields(number):
        return {"password": passwords_of(number), "password2": passwords_of(number)}

    answers = at_once(posts(open_browser, "reset", reset_token(ada), fields=fields))

    assert (answers, times(Event.PASSWORD_RESET)) == (
        {(303, "/auth/login"): 1, (404, None): AT_ONCE - 1},
        1,
    )
    assert [ada.verify_password(passwords_of(number)) for number in range(AT_ONCE)].count(True) == 1


def test_fifty_clicks_on_one_confirmation_link_confirm_once(unconfirmed, open_browser):
    answers = at_once(posts(open_browser, "confirm", unconfirmed.generate_confirmation_token()))

    assert (times(Event.CONFIRMED), faults(answers), sum(answers.values())) == (1, {}, AT_ONCE)
    assert (unconfirmed.confirmed, unconfirmed.email) == (True, "newcomer@example.com")


def test_fifty_clicks_on_one_address_change_link_move_the_account_once(ada, open_browser, outbox):
    answers = at_once(posts(open_browser, "change_email", request_move(ada, "ada@new.example")))

    assert (times(Event.EMAIL_CHANGED), faults(answers), sum(answers.values())) == (1, {}, AT_ONCE)
    moved = [to for to, template in outbox.posted if template == "email/address_changed"]
    assert (ada.email, moved) == ("ada@new.example", ["ada@example.com"])


def test_two_address_changes_against_each_other_end_at_the_one_asked_for_last(ada, sign_in, outbox):
    browsers = [sign_in(ada), sign_in(ada)]
    addresses = ["one@new.example", "two@new.example"]
    asked = at_once(
        [
            partial(
                request,
                browser,
                "POST",
                "/account/email",
                email=address,
                csrf_token=browser.get("/account/email").csrf_token,
            )
            for browser, address in zip(browsers, addresses, strict=True)
        ]
    )
    db.session.expire_all()
    wanted = ada.pending_email
    mailed = {mail.to_address: mail for mail in outbox.messages if mail.template == "email/confirm_new_address"}
    tokens = [token_in(mailed[address]) for address in addresses]

    answers = at_once([follows(*each) for each in zip(browsers, ["change_email"] * 2, tokens, strict=True)])

    assert (asked, faults(answers), times(Event.EMAIL_CHANGED)) == ({(303, "/account/email"): 2}, {}, 1)
    assert (ada.email, ada.pending_email) == (wanted, None)


def token_in(mail):
    return mail.text_body.partition("/auth/change-email/")[2].split()[0]


def test_one_link_followed_by_the_owner_s_own_browsers_moves_the_account_once(ada, sign_in):
    browsers = [sign_in(ada) for _ in range(16)]
    token = request_move(ada, "ada@new.example")

    answers = at_once([follows(browser, "change_email", token) for browser in browsers])

    assert (ada.email, times(Event.EMAIL_CHANGED), faults(answers)) == ("ada@example.com", 1, {})
    db.session.refresh(ada)
    assert ada.email == "ada@new.example"


@pytest.mark.parametrize("statement", range(1, 5))
def test_a_link_to_one_s_own_address_proves_no_other_s(ada, sign_in, statement):
    """Devise CVE-2026-32700: the link is looked at, then the wish changes, and the wish is what is fulfilled."""
    follower, asker = sign_in(ada), sign_in(ada)
    csrf_token = asker.get("/account/email").csrf_token
    own = follows(follower, "change_email", request_move(ada, "own@new.example"))
    asks = partial(request, asker, "POST", "/account/email", email="victim@example.com", csrf_token=csrf_token)

    with overtaken("FROM users", statement, asks):
        own()

    db.session.rollback()
    db.session.expire_all()
    assert ada.email != "victim@example.com"
    assert (ada.email, ada.pending_email) in {
        ("own@new.example", None),
        ("own@new.example", "victim@example.com"),
        ("ada@example.com", "victim@example.com"),
    }


def test_of_two_accounts_that_move_to_one_address_one_gets_it(ada, grace, sign_in):
    browsers = {user: sign_in(user) for user in (ada, grace)}
    clicks = [follows(browsers[user], "change_email", request_move(user, "us@new.example")) for user in (ada, grace)]

    answers = at_once(clicks)

    assert (answers, times(Event.EMAIL_CHANGED)) == ({(303, "/"): 2}, 1)
    assert Counter(db.session.scalars(db.select(User.email))).keys() in (
        {"us@new.example", "grace@example.com"},
        {"us@new.example", "ada@example.com"},
    )


def test_two_accounts_do_not_take_each_other_s_address(ada, grace, sign_in):
    browsers = {user: sign_in(user) for user in (ada, grace)}
    wishes = {ada: grace.email, grace: ada.email}
    clicks = [follows(browsers[user], "change_email", request_move(user, address)) for user, address in wishes.items()]

    answers = at_once(clicks)

    assert (answers, times(Event.EMAIL_CHANGED)) == ({(303, "/"): 2}, 0)
    assert (ada.email, grace.email) == ("ada@example.com", "grace@example.com")


@pytest.mark.parametrize("statement", [2, 3, 4])
def test_two_who_want_each_other_s_address_do_not_wait_for_each_other(ada, grace, sign_in, statement):
    """Each holds two rows, and in one order: else both would wait, and one would be told of an error."""
    browsers = {user: sign_in(user) for user in (ada, grace)}
    wishes = {ada: grace.email, grace: ada.email}
    first, other = [
        follows(browsers[user], "change_email", request_move(user, address)) for user, address in wishes.items()
    ]

    with overtaken("FROM users", statement, other) as answers:
        answers.append(first())

    assert answers == [(303, "/"), (303, "/")]
    assert (times(Event.EMAIL_CHANGED), ada.email, grace.email) == (0, "ada@example.com", "grace@example.com")


def test_an_address_just_left_can_be_taken_by_another_or_not_but_never_by_two(ada, grace, sign_in):
    browsers = {user: sign_in(user) for user in (ada, grace)}
    wishes = {ada: "ada@new.example", grace: "ada@example.com"}
    clicks = [follows(browsers[user], "change_email", request_move(user, address)) for user, address in wishes.items()]

    answers = at_once(clicks)

    db.session.expire_all()
    assert (faults(answers), ada.email) == ({}, "ada@new.example")
    assert grace.email in {"ada@example.com", "grace@example.com"}


def test_a_used_reset_link_is_dead_in_the_browser_that_had_it_open(ada, open_browser):
    token = reset_token(ada)
    first, second = posts(
        open_browser, "reset", token, 2, lambda n: dict.fromkeys(("password", "password2"), passwords_of(n))
    )

    assert (first(), second()) == ((303, "/auth/login"), (404, None))
    assert works(open_browser(), "ada", passwords_of(0))
