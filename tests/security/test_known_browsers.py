"""A browser that has been signed in to the account has an allowance of its own: nobody locks its owner out."""

from tests.security.steps import FREE, guess, guesses, reset
from tests.support.people import OTHER_PASSWORD, PASSWORD


def test_a_known_browser_has_an_allowance_of_its_own(browser, ada, sign_in):
    """Whoever guesses from elsewhere does not lock the owner out."""
    known = sign_in(ada)
    known.press("/", "Sign out")
    guesses(browser, "ada", FREE + 3)

    assert (guess(known, "ada", PASSWORD).status, guess(browser, "ada", PASSWORD).status) == (303, 429)


def test_a_known_browser_is_let_in_from_a_blocked_network_too(browser, ada, sign_in):
    known = sign_in(ada)
    known.press("/", "Sign out")
    for number in range(50):
        guess(browser, f"nobody{number}")

    assert (guess(browser, "nobody").status, guess(known, "ada", PASSWORD).status) == (429, 303)


def test_a_known_browser_waits_after_five_too(ada, sign_in, clock):
    known = sign_in(ada)
    known.press("/", "Sign out")

    assert guesses(known, "ada", FREE + 1) == [422] * FREE + [429]


def test_a_known_browser_has_one_allowance_for_name_and_address(ada, sign_in):
    known = sign_in(ada)
    known.press("/", "Sign out")
    guesses(known, "ada", FREE)

    assert guess(known, ada.email, PASSWORD).status == 429


def test_a_browser_known_to_one_account_is_a_stranger_to_another(browser, ada, grace, sign_in):
    known_to_grace = sign_in(grace)
    known_to_grace.press("/", "Sign out")
    guesses(browser, "ada", FREE)

    assert guess(known_to_grace, "ada", PASSWORD).status == 429


def test_a_forged_browser_cookie_is_a_stranger_s(browser, ada, sign_in):
    payload, signature = sign_in(ada).cookies["browser"].rsplit(".", 1)
    # The first letter: of the last one some bits are padding.
    forged = ("B" if signature[0] == "A" else "A") + signature[1:]
    guesses(browser, "ada", FREE)

    assert guess(browser.take({"browser": f"{payload}.{forged}"}), "ada").status == 429


def test_a_reset_makes_every_browser_known_before_a_stranger(browser, ada, sign_in, open_browser, clock):
    known = sign_in(ada)
    clock.advance(minutes=1)
    reset(open_browser(), ada)
    guesses(browser, "ada", FREE)

    assert guess(known, "ada", OTHER_PASSWORD).status == 429


def test_the_browser_that_did_the_reset_is_known(browser, ada, open_browser, clock):
    own = open_browser()
    reset(own, ada)
    guesses(browser, "ada", FREE)

    assert guess(own, "ada", OTHER_PASSWORD).status == 303
