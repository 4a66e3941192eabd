"""Several people, or several clicks, confirm in the same instant."""

from collections import Counter
from functools import partial

from app import db
from app.models import AccountEvent, Event, User
from tests.support.people import make_user
from tests.support.races import at_once, request

AT_ONCE = 8


def opening(browser, user):
    return partial(request, browser, "GET", f"/auth/confirm/{user.generate_confirmation_token()}")


def test_an_address_that_several_wait_for_goes_to_one(sign_in):
    users = [make_user(f"joan{number}", confirmed=False) for number in range(AT_ONCE)]
    browsers = [sign_in(user) for user in users]
    for user in users:
        user.pending_email = "joan@example.com"
    db.session.commit()

    answers = at_once([opening(browser, user) for browser, user in zip(browsers, users, strict=True)])

    assert answers == {(303, "/"): AT_ONCE}
    assert Counter(browser.get("/").location for browser in browsers) == {None: 1, "/auth/unconfirmed": AT_ONCE - 1}
    db.session.expire_all()
    assert sorted((user.confirmed, user.email == "joan@example.com") for user in users) == [
        *[(False, False)] * (AT_ONCE - 1),
        (True, True),
    ]


def test_one_link_followed_many_times_confirms_once(unconfirmed, sign_in):
    browsers = [sign_in(unconfirmed) for _ in range(AT_ONCE)]

    answers = at_once([opening(browser, unconfirmed) for browser in browsers])

    kinds = db.session.scalars(db.select(AccountEvent.kind).where(AccountEvent.kind == Event.CONFIRMED)).all()
    assert (sum(answers.values()), [status for status, _ in answers if status >= 400], kinds) == (
        AT_ONCE,
        [],
        [Event.CONFIRMED],
    )
    assert db.session.scalars(db.select(User.confirmed)).all() == [True]
