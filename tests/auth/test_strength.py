"""How good a password would be, while somebody types it."""

import pytest

from app import db
from tests.support.people import PASSWORD, make_user
from tests.support.signups import sign_up

COMMON = "This password is too common or too easy to guess. A few unrelated words make a good one."
PERSONAL = "Your password contains your name or address. Please choose another."
LENGTH = "Passwords have 8 to 256 characters."


def ask(browser, password, page="/auth/register", **near: str):
    token = browser.get(page).csrf_token
    return browser.post("/auth/strength", {"csrf_token": token, "password": password} | near)


@pytest.mark.parametrize(
    ("password", "score", "message"),
    [
        ("", 0, LENGTH),
        ("7 chars", 0, LENGTH),
        ("x" * 257, 0, LENGTH),
        ("password", 1, COMMON),
        ("P@ssw0rd", 1, COMMON),
        ("12345678", 1, COMMON),
        ("qwertyuiop", 1, COMMON),
        ("abcabcabcabcabc", 1, COMMON),
        ("newyork1999", 1, COMMON),
        (PASSWORD, 4, "Very good."),
        ("密码很长很安全吗", 3, "Good."),
    ],
)
def test_it_says_how_good_it_is_and_why(browser, password, score, message):
    assert ask(browser, password).json == {"score": score, "message": message}


@pytest.mark.parametrize(
    "near",
    [{"username": "riversong"}, {"username": "RIVERS"}, {"email": "quiet@example.com"}, {"email": "joan@bend.example"}],
)
def test_what_is_made_of_the_form_s_name_or_address_is_poor(browser, near):
    password = "seven quiet riversong bend" if "username" in near else PASSWORD

    assert ask(browser, password, **near).json == {"score": 1, "message": PERSONAL}


@pytest.mark.parametrize("password", ["tall adalovelace tree", "tall Lovelace tree", "tall analytical tree"])
def test_what_is_made_of_the_account_s_own_is_poor(sign_in, app, password):
    user = make_user("adalovelace", email="ada@analytical.example")
    user.name = "Ada Lovelace"
    db.session.commit()

    assert ask(sign_in(user), password, "/account/password").json == {"score": 1, "message": PERSONAL}


@pytest.mark.parametrize("password", ["password", "P@ssw0rd1", "dragon77", "tram 4 uz", "joan of arc rides"])
def test_the_form_refuses_what_it_calls_poor_with_the_same_words(browser, password):
    answer = ask(browser, password, username="joan", email="joan@example.com").json

    refusal = sign_up(browser, password=password, password2=password).errors.get("password")
    assert refusal == (answer["message"] if answer["score"] < 2 else None)


def test_it_stores_nothing_and_says_so_to_caches(browser):
    assert ask(browser, PASSWORD).headers["Cache-Control"] == "no-store"


def test_a_megabyte_is_not_even_read(browser):
    token = browser.get("/auth/register").csrf_token

    page = browser.post("/auth/strength", {"csrf_token": token, "password": "x" * 1_000_000})

    assert page.status == 413


def test_no_token_no_answer(browser):
    assert browser.post("/auth/strength", {"password": PASSWORD}).status == 400


def test_the_sixty_first_question_a_minute_waits(browser, limits):
    token = browser.get("/auth/register").csrf_token

    answers = [browser.post("/auth/strength", {"csrf_token": token, "password": "x"}).status for _ in range(61)]

    assert answers == [200] * 60 + [429]


@pytest.mark.parametrize("path", ["/auth/register", "/account/password"])
def test_the_pages_where_one_is_chosen_ask_it(ada, browser, sign_in, path):
    page = (sign_in(ada) if path.startswith("/account") else browser).get(path)

    meters = [(meter.get("data-strength"), meter.get("data-url")) for meter in page.all("p", "strength")]
    assert meters == [("password", "/auth/strength")]
