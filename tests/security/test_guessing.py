"""Guesses at passwords: who guesses waits, longer each time, and whoever belongs here is let in."""

import pytest

from app import db
from app.models import AccountEvent, Event, Throttle
from tests.security.steps import FREE, guess, guesses, is_signed_in
from tests.support.people import OTHER_PASSWORD, PASSWORD


def waits(browser, clock, who, many):
    """The waits that wrong passwords bring, each typed as soon as it is allowed."""
    seen = []
    for _ in range(many):
        assert guess(browser, who).status == 422
        seconds = int(guess(browser, who).headers["Retry-After"])
        seen.append(seconds)
        clock.advance(seconds=seconds)
    return seen


def test_five_wrong_passwords_are_free_and_the_next_waits(browser, ada, clock):
    assert guesses(browser, "ada", FREE + 1) == [422] * FREE + [429]


def test_an_account_that_nobody_has_waits_alike(browser, clock):
    assert guesses(browser, "nobody", FREE + 1) == [422] * FREE + [429]


def test_the_answer_says_how_long(browser, ada, clock):
    guesses(browser, "ada", FREE)

    page = guess(browser, "ada")

    assert (page.headers["Retry-After"], "The next try is open in 60 seconds." in page.main) == ("60", True)


def test_the_wait_is_over_when_it_said(browser, ada, clock):
    guesses(browser, "ada", FREE)
    clock.advance(seconds=59)
    early = guess(browser, "ada", PASSWORD).status
    clock.advance(seconds=1)

    assert (early, guess(browser, "ada", PASSWORD).status) == (429, 303)


def test_each_wait_is_twice_the_one_before_up_to_an_hour(browser, ada, clock):
    guesses(browser, "ada", FREE - 1)

    assert waits(browser, clock, "ada", 8) == [60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_a_second_round_is_blocked_as_the_first_was(browser, ada, clock):
    """Sorcery CVE-2020-11052: only the first lock was set."""
    guesses(browser, "ada", FREE)
    clock.advance(minutes=1)

    assert guesses(browser, "ada", 3) == [422, 429, 429]


def test_a_day_of_quiet_forgets(browser, ada, clock):
    guesses(browser, "ada", FREE)
    clock.advance(days=1, seconds=1)

    assert guesses(browser, "ada", FREE + 1) == [422] * FREE + [429]


def test_less_than_a_day_does_not(browser, ada, clock):
    guesses(browser, "ada", FREE)
    clock.advance(days=1, seconds=-1)

    assert guesses(browser, "ada", 2) == [422, 429]


def test_a_right_password_starts_the_count_anew(browser, ada, clock, open_browser):
    guesses(open_browser(), "ada", FREE - 1)
    guess(open_browser(), "ada", PASSWORD)

    assert guesses(browser, "ada", FREE + 1) == [422] * FREE + [429]


def test_a_right_password_during_a_wait_is_refused_as_a_wrong_one(browser, ada, open_browser, clock):
    guesses(browser, "ada", FREE)

    right, wrong = (guess(open_browser(), "ada", password) for password in (PASSWORD, "wrong again"))

    assert (right.status, right.main, right.headers["Retry-After"]) == (
        wrong.status,
        wrong.main,
        wrong.headers["Retry-After"],
    )
    assert (right.status, is_signed_in(browser)) == (429, False)


def test_a_guess_during_a_wait_does_not_make_it_longer(browser, ada, clock):
    guesses(browser, "ada", FREE)
    guesses(browser, "ada", 10)

    assert guess(browser, "ada").headers["Retry-After"] == "60"


def test_name_and_address_count_apart(browser, ada):
    """One count would tell whose address it is."""
    guesses(browser, "ada", FREE)

    assert (guess(browser, "ada").status, guess(browser, ada.email).status) == (429, 422)


def test_spelling_a_name_otherwise_is_no_way_around(browser, ada):
    for name in ("ada", "ADA", "Ada", " ada ", "aDa"):
        guess(browser, name)

    assert guess(browser, "adA", PASSWORD).status == 429


@pytest.mark.parametrize("path", ["/auth/login/", "//auth/login", "/auth//login", "/AUTH/login", "/auth/./login"])
def test_spelling_the_path_otherwise_is_no_way_around(browser, ada, path):
    """rack-attack: `/login/` was another path to it, and the same page to the application."""
    guesses(browser, "ada", FREE)
    token = browser.get("/auth/login").csrf_token

    page = browser.post(path, {"email": "ada", "password": PASSWORD, "csrf_token": token}, follow_redirects=True)

    assert page.status in {404, 429}
    assert is_signed_in(browser) is False


def test_a_wrong_password_at_a_sensitive_page_counts_too(ada, sign_in, clock):
    browser = sign_in(ada)
    fields = {"fresh_password": "wrong"}

    assert [browser.send("/auth/fresh", fields).status for _ in range(FREE + 1)] == [422] * FREE + [429]


def test_a_wrong_old_password_counts_too(ada, sign_in, clock):
    browser = sign_in(ada)
    fields = {"old_password": "wrong", "password": OTHER_PASSWORD, "password2": OTHER_PASSWORD}

    assert [browser.send("/account/password", fields).status for _ in range(FREE + 1)] == [422] * FREE + [429]


def test_no_key_in_the_table_names_anybody(browser, ada):
    guess(browser, "ada")

    keys = db.session.scalars(db.select(Throttle.key)).all()
    assert [len(key) for key in keys] == [64, 64]
    assert [key for key in keys if "ada" in key or "127" in key] == []


def test_the_wait_is_recorded_when_it_begins(browser, ada):
    guesses(browser, "ada", FREE + 2)

    kinds = db.session.scalars(db.select(AccountEvent.kind).order_by(AccountEvent.id)).all()
    assert kinds == [Event.SIGN_IN_REFUSED] * FREE + [Event.SIGN_INS_BLOCKED]
