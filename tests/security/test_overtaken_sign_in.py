"""A password that was right a moment ago: what commits while it is looked at leaves no session behind."""

from functools import partial

import pytest

from app import clock, db
from app.models import LoginSession
from tests.security.steps import is_signed_in, opened, request_move, reset_token, works
from tests.support.people import OTHER_PASSWORD, PASSWORD
from tests.support.races import overtaken, request
from tests.support.signups import JOAN

NEW = {"password": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
THIRD_PASSWORD = "three slow clouds drift"
# After the account was found and before its password is looked at; and after its row was taken.
MOMENTS = [1, 2]


@pytest.fixture
def reset_by_owner(ada, open_browser):
    browser = open_browser()
    page = opened(browser, "reset", reset_token(ada))
    return partial(request, browser, "POST", "/auth/reset/new", csrf_token=page.csrf_token, **NEW)


@pytest.fixture
def change_by_owner(ada, sign_in):
    browser = sign_in(ada)
    fields = NEW | {"old_password": PASSWORD, "csrf_token": browser.get("/account/password").csrf_token}
    return partial(request, browser, "POST", "/account/password", **fields)


@pytest.fixture
def close_by_owner(ada, sign_in):
    browser = sign_in(ada)
    csrf_token = browser.get("/account/close").csrf_token
    return partial(request, browser, "POST", "/account/close", username="ada", csrf_token=csrf_token)


@pytest.fixture
def disable(app, ada):
    """What an administrator's hand does."""

    def disable():
        with app.app_context():
            user = db.session.get(type(ada), ada.id, with_for_update=True)
            user.disabled_at = clock.now()
            db.session.commit()

    ada_id = ada.id
    db.session.expire_all()
    assert ada.id == ada_id
    return disable


@pytest.fixture(params=["reset_by_owner", "change_by_owner", "close_by_owner", "disable"])
def other(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def sign_in_late(open_browser):
    """A sign-in with the old password, ready to be sent."""
    browser = open_browser()
    csrf_token = browser.get("/auth/login").csrf_token
    fields = {"email": "ada", "password": PASSWORD, "remember_me": "y", "csrf_token": csrf_token}
    return browser, partial(request, browser, "POST", "/auth/login", **fields)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_sign_in_that_is_overtaken_opens_nothing(sign_in_late, other, moment):
    browser, late = sign_in_late

    with overtaken("FROM users", moment, other):
        late()

    assert is_signed_in(browser) is False


def test_what_was_overtaken_before_the_password_was_looked_at_is_refused(sign_in_late, reset_by_owner):
    _, late = sign_in_late

    with overtaken("FROM users", 1, reset_by_owner):
        answer = late()

    assert (answer, db.session.scalars(db.select(LoginSession)).all()) == ((422, None), [])


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_sign_in_overtaken_by_a_sign_up_anew_opens_nothing(unconfirmed, open_browser, moment):
    late, newer = open_browser(), open_browser()
    form = JOAN | NEW | {"email": unconfirmed.email, "username": "newcomer"}
    tokens = [late.get("/auth/login").csrf_token, newer.get("/auth/register").csrf_token]
    fields = {"email": unconfirmed.email, "password": PASSWORD, "csrf_token": tokens[0]}

    with overtaken(
        "FROM users", moment, partial(request, newer, "POST", "/auth/register", csrf_token=tokens[1], **form)
    ):
        request(late, "POST", "/auth/login", **fields)

    assert (is_signed_in(late), works(open_browser(), "newcomer", OTHER_PASSWORD)) == (False, True)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_password_typed_again_while_a_reset_commits_keeps_nobody_in(ada, sign_in, reset_by_owner, moment):
    browser = sign_in(ada)
    csrf_token = browser.get("/auth/fresh").csrf_token

    with overtaken("FROM users", moment, reset_by_owner):
        request(browser, "POST", "/auth/fresh", fresh_password=PASSWORD, csrf_token=csrf_token)

    assert is_signed_in(browser) is False


@pytest.mark.parametrize(("moment", "in_force"), [(1, THIRD_PASSWORD), (2, OTHER_PASSWORD)])
def test_of_a_change_of_password_and_a_reset_the_first_to_commit_is_in_force(
    ada, change_by_owner, reset_by_owner, open_browser, moment, in_force
):
    """Once the change holds the row, the reset waits for it, and then its link is dead."""
    reset_to_third = partial(reset_by_owner, password=THIRD_PASSWORD, password2=THIRD_PASSWORD)

    with overtaken("FROM users", moment, reset_to_third):
        change_by_owner()

    words = [PASSWORD, OTHER_PASSWORD, THIRD_PASSWORD]
    assert [word for word in words if works(open_browser(), "ada@example.com", word)] == [in_force]


def test_a_link_proven_with_the_old_password_while_a_reset_commits_moves_nothing(ada, open_browser, reset_by_owner):
    browser = open_browser()
    page = opened(browser, "change_email", request_move(ada, "thief@new.example"))
    click = partial(request, browser, "POST", "/auth/change-email", password=PASSWORD, csrf_token=page.csrf_token)

    with overtaken("FROM users", 1, reset_by_owner):
        click()

    db.session.expire_all()
    assert (is_signed_in(browser), ada.email, ada.verify_password(OTHER_PASSWORD)) == (False, "ada@example.com", True)
