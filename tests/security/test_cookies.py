"""What ends a sign-in ends every copy of its cookies, at the next request."""

import pytest

from app import clock, db
from app.models.user.email_change import UNDO
from tests.security.steps import guess, is_signed_in, make_change, opened, raw, request_move, reset
from tests.support.people import OTHER_PASSWORD, PASSWORD

COOKIES = {"session", "remember_token", "browser"}


class Signed:
    """Three sign-ins of one account, and what their browsers held."""

    def __init__(self, user, sign_in, open_browser) -> None:
        self.user = user
        self.open_browser = open_browser
        self.browsers = {
            "here": sign_in(user, remember_me="y"),
            "remembered": sign_in(user, remember_me="y"),
            "other": sign_in(user),
        }
        self.saved = {name: browser.cookies for name, browser in self.browsers.items()}

    def alive(self):
        """Whose saved cookies, together or each alone, still open the account."""
        return {name for name, cookies in self.saved.items() if any(self._open(copy) for copy in copies(cookies))}

    def _open(self, cookies):
        return is_signed_in(self.open_browser().take(cookies))


def copies(cookies):
    return [cookies, *({name: value} for name, value in cookies.items())]


@pytest.fixture
def signed(ada, sign_in, open_browser):
    signed = Signed(ada, sign_in, open_browser)
    assert signed.alive() == {"here", "remembered", "other"}
    return signed


def test_both_kinds_of_cookies_are_looked_at(signed):
    assert [set(cookies) for cookies in signed.saved.values()] == [COOKIES, COOKIES, COOKIES - {"remember_token"}]


def test_after_the_sign_out_this_browser_s_are_dead(signed):
    signed.browsers["here"].press("/", "Sign out")

    assert signed.alive() == {"remembered", "other"}


def test_after_one_session_was_ended_its_are_dead(signed):
    newest = max(session.id for session in signed.user.all_sessions())
    here = signed.browsers["here"]

    end(here, newest)

    assert signed.alive() == {"here", "remembered"}


def end(browser, session_id):
    token = browser.get("/account/sessions").csrf_token
    answer = browser.post(f"/account/sessions/{session_id}/end", {"csrf_token": token})
    assert answer.status == 303


def test_a_remembered_session_can_be_ended_too(signed):
    middle = sorted(session.id for session in signed.user.all_sessions())[1]

    end(signed.browsers["here"], middle)

    assert signed.alive() == {"here", "other"}


def test_after_all_others_were_ended_theirs_are_dead(signed):
    here = signed.browsers["here"]
    here.post("/account/sessions/end-others", {"csrf_token": here.get("/account/sessions").csrf_token})

    assert signed.alive() == {"here"}


def test_after_an_account_was_disabled_all_are_dead(signed):
    signed.user.disabled_at = clock.now()
    db.session.commit()

    assert signed.alive() == set()


def test_after_a_change_of_password_all_are_dead_and_this_browser_has_new_ones(signed):
    here = signed.browsers["here"]
    fields = {"old_password": PASSWORD, "password": OTHER_PASSWORD, "password2": OTHER_PASSWORD}

    assert here.submit("/account/password", **fields).status == 303

    assert (signed.alive(), is_signed_in(here)) == (set(), True)


def test_after_a_reset_all_are_dead(signed):
    reset(signed.open_browser(), signed.user)

    assert signed.alive() == set()


def test_a_reset_in_one_s_own_browser_ends_its_session_too(signed):
    here = signed.browsers["here"]
    reset(here, signed.user)

    assert (signed.alive(), is_signed_in(here)) == (set(), False)


def test_after_a_change_of_address_the_others_are_dead(signed):
    here = signed.browsers["here"]
    here.get(f"/auth/change-email/{request_move(signed.user, 'ada@new.example')}")

    assert signed.alive() == {"here"}


def test_after_a_change_of_address_by_password_all_are_dead_but_the_new_sign_in(signed):
    browser = signed.open_browser()
    opened(browser, "change_email", request_move(signed.user, "ada@new.example"))
    browser.submit("/auth/change-email", password=PASSWORD)

    assert (signed.alive(), is_signed_in(browser)) == (set(), True)


def test_after_an_address_was_taken_back_all_are_dead(signed):
    browser = signed.open_browser()
    opened(browser, "undo_email", UNDO.sign(make_change(signed.user)))
    browser.submit("/auth/undo-email")

    assert signed.alive() == set()


def test_after_the_account_was_closed_all_are_dead(signed):
    signed.browsers["here"].submit("/account/close", username="ada")

    assert signed.alive() == set()


def test_an_account_opened_again_brings_no_session_back(signed, outbox):
    signed.browsers["here"].submit("/account/close", username="ada")
    browser = signed.open_browser()
    browser.follow(browser.get(outbox.link("email/closed")))
    browser.submit("/auth/reopen")

    assert (signed.alive(), signed.user.closed_at) == (set(), None)


def test_typing_the_password_again_kills_the_cookies_of_before(signed):
    here = signed.browsers["here"]
    here.submit("/auth/fresh", fresh_password=PASSWORD)

    assert (signed.alive(), is_signed_in(here)) == ({"remembered", "other"}, True)


def test_another_account_s_sign_in_over_a_remembered_one_leaves_nothing_of_it(signed, unconfirmed):
    """A link's page can sign somebody in while another one still is."""
    here = signed.browsers["here"]
    opened(here, "confirm", unconfirmed.generate_confirmation_token())
    here.submit("/auth/confirm", password=PASSWORD)

    assert (here.get("/").h1, set(here.cookies)) == ("Hello, newcomer!", {"session", "browser"})
    assert signed.alive() == {"remembered", "other"}


def test_a_remember_cookie_that_is_over_does_not_outlive_another_s_sign_in(signed, grace):
    here = signed.browsers["here"]
    signed.user.end_every_session()
    db.session.commit()

    guess(here, "grace", PASSWORD)

    assert (here.get("/").h1, set(here.cookies)) == ("Hello, grace!", {"session", "browser"})


def test_a_remember_cookie_of_another_account_is_not_listened_to_beside_a_session(signed, grace, sign_in):
    """Symfony CVE-2024-51996: whose cookie it is was not compared."""
    mixed = sign_in(grace).cookies | {"remember_token": signed.saved["here"]["remember_token"]}

    assert signed.open_browser().take(mixed).get("/").h1 == "Hello, grace!"


def test_each_device_has_a_remember_cookie_of_its_own(signed):
    """Devise CVE-2015-8314: one for all devices."""
    assert signed.saved["here"]["remember_token"] != signed.saved["remembered"]["remember_token"]


def test_a_browser_cookie_alone_opens_nothing(signed):
    browser = signed.open_browser().take({"browser": signed.saved["here"]["browser"]})

    assert is_signed_in(browser) is False


def test_a_cookie_without_a_name_stands_for_no_other(signed):
    """Werkzeug CVE-2023-23934: `=session=...` was read as the cookie `session`."""
    session = signed.saved["here"]["session"]
    browser = signed.open_browser()
    statuses = [
        browser.get("/auth/login", **raw(browser, header)).status
        for header in (f"session={session}", f"=session={session}", f"==session={session}")
    ]

    assert statuses == [303, 200, 200]


def test_a_session_planted_before_the_sign_in_is_not_the_one_after(browser, ada):
    """Session fixation: nothing of what somebody else put there stays."""
    browser.submit("/", name="planted")
    before = browser.cookies["session"]
    guess(browser, "ada", PASSWORD)
    after = browser.cookies["session"]
    browser.press("/", "Sign out")

    assert (after != before, browser.get("/").h1) == (True, "Hello, stranger!")


def test_a_form_s_token_of_before_the_sign_in_is_void_after_it(browser, ada):
    token = browser.get("/").csrf_token
    guess(browser, "ada", PASSWORD)

    assert browser.post("/auth/logout", {"csrf_token": token}).status == 400
