"""Not me: the old address takes the account back."""

import pytest

from app import db
from app.models import AccountEvent, Event
from tests.support.people import OTHER_PASSWORD, PASSWORD, make_user

THIEF = "thief@new.example"
NOT_ME = "This was not me"
REFUSED = "The account could not be taken back. Please open the newest mail, or sign in."


@pytest.fixture
def move(ada, sign_in, outbox):
    """Move ada's account to another address; the link that her old one then gets."""

    def move(address=THIEF):
        browser = sign_in(ada)
        browser.submit("/account/email", email=address)
        browser.get(outbox.link("email/confirm_new_address"))
        return outbox.link("email/address_changed")

    return move


def undo(browser, link):
    browser.get(link)
    return browser.press("/auth/undo-email", NOT_ME)


def answer_to(browser, path):
    page = browser.get(path)
    while page.location:
        page = browser.follow(page)
    return page.status, page.h1


def kinds():
    db.session.rollback()
    return list(db.session.scalars(db.select(AccountEvent.kind).order_by(AccountEvent.id)))


def test_the_page_says_what_happened_and_what_will(browser, move):
    page = browser.follow(browser.get(move()))

    assert (page.status, page.h1) == (200, "Take your account back")
    assert "was changed from ada@example.com to thief@new.example" in page.main


def test_the_account_is_back_at_its_old_address(browser, ada, move):
    page = browser.follow(undo(browser, move()))

    assert (page.h1, page.flashes) == (
        "Sign in",
        ["Your account is back at ada@example.com. We mailed you a link there."],
    )
    assert ada.email == "ada@example.com"


def test_everybody_is_signed_out(browser, ada, move, sign_in):
    link = move()
    thieves = [sign_in(ada), sign_in(ada, remember_me="y")]

    undo(browser, link)

    assert [thief.is_signed_in() for thief in thieves] == [False, False]


def test_the_password_opens_nothing_any_more(browser, ada, move):
    undo(browser, move())

    assert (ada.password_hash, browser.submit("/auth/login", email="ada", password=PASSWORD).status) == (None, 422)


def test_a_link_to_choose_a_new_one_is_mailed_and_works(browser, ada, move, outbox):
    undo(browser, move())
    browser.get(outbox.link("email/reset"))

    browser.submit("/auth/reset/new", password=OTHER_PASSWORD, password2=OTHER_PASSWORD)

    assert outbox.newest("email/reset").to_address == "ada@example.com"
    assert ada.verify_password(OTHER_PASSWORD) is True


def test_it_is_recorded_once(browser, move):
    link = move()
    before = len(kinds())

    undo(browser, link)

    assert kinds()[before:] == [Event.EMAIL_CHANGE_UNDONE, Event.RESET_REQUESTED]


def test_it_works_once(browser, move):
    link = move()
    undo(browser, link)

    assert answer_to(browser, link) == (404, "This link has been used or replaced")


def test_a_used_link_reassures(browser, move):
    link = move()
    undo(browser, link)

    assert "If you followed it before, your old address is back." in browser.follow(browser.get(link)).main


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_opening_it_changes_nothing_however_often(open_browser, ada, move, method):
    link = move()
    before = kinds()
    for _ in range(3):
        scanner = open_browser()
        scanner.open(link, method=method)
        scanner.open("/auth/undo-email", method=method)

    assert (ada.email, kinds()) == (THIEF, before)


def test_it_works_for_seven_days(browser, ada, clock, move):
    link = move()
    clock.advance(days=6, hours=23, minutes=59)

    undo(browser, link)

    assert ada.email == "ada@example.com"


def test_an_old_one_says_so(browser, ada, clock, move):
    link = move()
    clock.advance(days=7)

    page = browser.follow(browser.get(link))

    assert (page.status, page.h1, ada.email) == (404, "This link is too old", THIEF)
    assert "A change of address can be undone for 7 days." in page.main


def test_an_old_one_says_what_to_do_instead(browser, clock, move):
    link = move()
    clock.advance(days=7)

    assert browser.follow(browser.get(link)).links() == {
        "Sign in": "/auth/login",
        "Choose a new password": "/auth/reset",
    }


def test_it_works_after_the_thief_moved_on(browser, ada, move):
    first = move()
    move("fence@new.example")

    undo(browser, first)

    assert ada.email == "ada@example.com"


def test_the_thief_s_own_links_are_void_then(open_browser, ada, move):
    first, thief_s = move(), move("fence@new.example")
    undo(open_browser(), first)

    assert answer_to(open_browser(), thief_s) == (404, "This link has been used or replaced")
    assert ada.email == "ada@example.com"


def test_an_earlier_move_can_still_be_undone_after_a_later_one_was(open_browser, ada, move):
    first, second = move(), move("fence@new.example")
    undo(open_browser(), second)

    undo(open_browser(), first)

    assert ada.email == "ada@example.com"


def test_what_the_thief_left_pending_is_void(browser, ada, move, sign_in, outbox):
    link = move()
    sign_in(ada).submit("/account/email", email="fence@new.example")
    pending = outbox.link("email/confirm_new_address")
    undo(browser, link)

    assert (answer_to(browser, pending)[0], ada.email, ada.pending_email) == (404, "ada@example.com", None)


def test_a_reset_that_the_thief_asked_for_is_void(browser, ada, move, outbox):
    link = move()
    browser.submit("/auth/reset", email=THIEF)
    thief_s = outbox.link("email/reset")
    undo(browser, link)

    assert answer_to(browser, thief_s)[0] == 404


def test_an_account_that_the_thief_has_closed_is_open_again(browser, ada, move, sign_in):
    link = move()
    sign_in(ada).submit("/account/close", username="ada")

    undo(browser, link)

    assert (ada.email, ada.closed_at) == ("ada@example.com", None)


def test_an_address_that_is_another_s_now_stays_with_them(browser, ada, move):
    link = move()
    owner = make_user("owner", email="ada@example.com")

    page = browser.follow(undo(browser, link))

    assert (page.flashes, ada.email, owner.email) == ([REFUSED], THIEF, "ada@example.com")
    assert kinds()[-1] == Event.UNDO_REFUSED


def test_a_sign_up_that_nobody_confirmed_gives_way(browser, ada, move):
    link = move()
    make_user("squatter", email="ada@example.com", confirmed=False)

    undo(browser, link)

    assert ada.email == "ada@example.com"


@pytest.mark.parametrize("token", ["x", "a.b", "null", "%00", "%ff", "x" * 4000, "W10.W10"])
def test_rubbish_is_no_link(browser, token):
    assert answer_to(browser, f"/auth/undo-email/{token}") == (404, "This link does not work")


def test_another_site_undoes_nothing(browser, ada, move):
    browser.get(move())

    assert (browser.post("/auth/undo-email").status, ada.email) == (400, THIEF)
