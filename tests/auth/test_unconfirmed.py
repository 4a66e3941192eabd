"""Where those wait who have not confirmed: what became of the mail, and another try."""

import pytest

from app import db
from app.email import send_email
from app.models import AccountEvent, Event, User
from tests.support.people import OTHER_PASSWORD, PASSWORD, make_user
from tests.support.signups import sign_up

ON_ITS_WAY = "If {} can have a new link, it is on its way."


def kinds():
    return db.session.scalars(db.select(AccountEvent.kind).order_by(AccountEvent.id)).all()


@pytest.fixture
def waiting(unconfirmed, sign_in):
    return sign_in(unconfirmed)


def test_it_says_where_the_mail_went(waiting):
    assert "follow the link that we mail to newcomer@example.com" in waiting.get("/auth/unconfirmed").main


@pytest.mark.parametrize(
    ("state", "error", "words"),
    [
        ("queued", None, "The mail waits for its turn"),
        ("queued", "451 Busy", "The mail server said: 451 Busy"),
        ("sending", None, "The mail is being handed to the mail server right now."),
        ("sent", None, "Look in the spam folder too"),
        ("failed", "550 <b>Nobody</b>", "The mail server said: 550 <b>Nobody</b>"),
    ],
)
def test_it_says_what_became_of_the_mail(waiting, unconfirmed, outbox, configure, state, error, words):
    configure(MAIL_SERVER="mail.example.com")
    waiting.press("/auth/unconfirmed", "Send a new link")
    mail = outbox.newest("email/confirm")
    mail.state, mail.last_error = state, error
    db.session.commit()

    assert words in waiting.get("/auth/unconfirmed").main


def test_without_a_mail_server_it_leads_to_the_mailbox(waiting):
    waiting.press("/auth/unconfirmed", "Send a new link")

    assert waiting.get("/auth/unconfirmed").links()["Open the mailbox"] == "/dev/mail"


def test_it_says_that_no_mail_is_on_its_way(waiting):
    assert "No mail is on its way. Ask for a new link." in waiting.get("/auth/unconfirmed").main


def test_a_new_link_is_sent(waiting, outbox):
    answer = waiting.press("/auth/unconfirmed", "Send a new link")

    page = waiting.follow(answer)
    assert (answer.status, page.flashes) == (303, [ON_ITS_WAY.format("newcomer@example.com")])
    assert outbox.posted == [("newcomer@example.com", "email/confirm")]


def test_the_new_link_works_and_the_older_one_no_more(browser, unconfirmed, waiting, outbox, clock):
    waiting.press("/auth/unconfirmed", "Send a new link")
    stale = outbox.link("email/confirm")
    clock.advance(seconds=1)
    waiting.press("/auth/unconfirmed", "Send a new link")

    stale_page = browser.follow(browser.get(stale))
    waiting.get(outbox.link("email/confirm"))

    assert (stale_page.h1, unconfirmed.confirmed) == ("This link has been used or replaced", True)


def test_five_links_an_hour_are_enough(waiting, outbox):
    for _ in range(8):
        waiting.press("/auth/unconfirmed", "Send a new link")

    assert len(outbox.messages) == 5


def test_the_last_of_the_five_still_works(unconfirmed, waiting, outbox):
    for _ in range(8):
        waiting.press("/auth/unconfirmed", "Send a new link")

    waiting.get(outbox.link("email/confirm"))

    assert unconfirmed.confirmed is True


@pytest.mark.parametrize("path", ["/auth/unconfirmed/resend", "/auth/unconfirmed/address"])
def test_another_site_sends_nothing(waiting, outbox, path):
    page = waiting.post(path, {"email": "other@example.com"})

    assert (page.status, outbox.posted) == (400, [])


def test_a_corrected_address_gets_the_link(unconfirmed, waiting, outbox):
    answer = waiting.submit("/auth/unconfirmed", email="Right@Example.com")

    assert waiting.follow(answer).flashes == [ON_ITS_WAY.format("right@example.com")]
    assert outbox.posted == [("right@example.com", "email/confirm")]
    assert (unconfirmed.email, unconfirmed.pending_email) == ("newcomer@example.com", "right@example.com")


def test_it_is_recorded_once(waiting):
    waiting.submit("/auth/unconfirmed", email="right@example.com")

    assert kinds() == [Event.SIGNED_IN, Event.ADDRESS_CORRECTED, Event.CONFIRMATION_SENT]


def test_a_corrected_address_is_the_account_s_once_it_is_proven(unconfirmed, waiting, outbox):
    waiting.submit("/auth/unconfirmed", email="right@example.com")

    waiting.get(outbox.link("email/confirm"))

    assert (unconfirmed.email, unconfirmed.pending_email, unconfirmed.confirmed) == ("right@example.com", None, True)


def test_the_link_to_the_wrong_address_is_dead(browser, waiting, unconfirmed, outbox):
    waiting.press("/auth/unconfirmed", "Send a new link")
    stale = outbox.link("email/confirm")
    waiting.submit("/auth/unconfirmed", email="right@example.com")

    waiting.get(stale)

    assert unconfirmed.confirmed is False


def test_a_link_to_one_s_own_address_does_not_prove_another_that_can_have_no_mail(unconfirmed, waiting, outbox):
    """Nothing but the address itself then tells the older link from a newer one."""
    for _ in range(5):
        send_email("joan@example.com", "Hello", "email/confirm", user=unconfirmed, link="", address="")
    db.session.commit()
    waiting.press("/auth/unconfirmed", "Send a new link")
    own = outbox.link("email/confirm")
    waiting.submit("/auth/unconfirmed", email="joan@example.com")

    waiting.get(own)

    assert (unconfirmed.confirmed, unconfirmed.pending_email) == (False, "joan@example.com")


def test_an_address_can_be_corrected_back(unconfirmed, waiting, outbox):
    waiting.submit("/auth/unconfirmed", email="other@example.com")
    waiting.submit("/auth/unconfirmed", email="newcomer@example.com")
    waiting.get(outbox.link("email/confirm"))

    assert (unconfirmed.email, unconfirmed.pending_email, unconfirmed.confirmed) == ("newcomer@example.com", None, True)


@pytest.mark.parametrize(
    "address", ["", "nobody", "mıke@example.com", "x" * 255 + "@example.com", "a@b.example\r\nBcc: c@d.example"]
)
def test_what_is_no_address_is_explained_and_changes_nothing(unconfirmed, waiting, outbox, address):
    page = waiting.submit("/auth/unconfirmed", email=address)

    assert (page.status, list(page.errors), page.h1) == (422, ["email"], "Confirm your address")
    assert (unconfirmed.pending_email, outbox.posted) == (None, [])


def test_a_taken_address_answers_as_a_free_one(ada, open_browser, sign_in, configure):
    configure(MAIL_SERVER="mail.example.com")

    def answer(username, address):
        browser = sign_in(make_user(username, confirmed=False))
        given = browser.submit("/auth/unconfirmed", email=address)
        page = browser.follow(given)
        return given.status, given.location, page.main.replace(address, "")

    assert answer("second", ada.email) == answer("first", "free@example.com")


def test_the_owner_of_a_taken_address_is_written_to(ada, waiting, outbox):
    waiting.submit("/auth/unconfirmed", email=ada.email)

    assert outbox.posted == [(ada.email, "email/already_registered")]


def test_a_taken_address_stays_its_owner_s(ada, unconfirmed, waiting):
    """Even a link made for it, which nobody was sent, moves nothing."""
    waiting.submit("/auth/unconfirmed", email=ada.email)

    waiting.get(f"/auth/confirm/{unconfirmed.generate_confirmation_token()}")

    assert (ada.email, unconfirmed.email, unconfirmed.confirmed) == ("ada@example.com", "newcomer@example.com", False)


def test_an_address_that_was_taken_meanwhile_stays_with_who_proved_it_first(unconfirmed, waiting, outbox, open_browser):
    waiting.submit("/auth/unconfirmed", email="joan@example.com")
    late = outbox.link("email/confirm")
    first = make_user("joan")

    page = waiting.follow(waiting.follow(waiting.get(late)))

    assert page.flashes[1:] == ["This link does not work any more. Please ask for a new one."]
    assert (first.email, unconfirmed.confirmed) == ("joan@example.com", False)


def test_an_unconfirmed_account_gives_way_to_who_proves_its_address(unconfirmed, waiting, outbox, open_browser):
    sign_up(open_browser())
    waiting.submit("/auth/unconfirmed", email="joan@example.com")

    waiting.get(outbox.link("email/confirm"))

    assert (unconfirmed.email, unconfirmed.confirmed) == ("joan@example.com", True)
    assert db.session.scalars(db.select(User.username)).all() == ["newcomer"]


def test_whoever_waits_for_an_address_gives_way_to_a_later_sign_up_there(unconfirmed, waiting, outbox, open_browser):
    waiting.submit("/auth/unconfirmed", email="joan@example.com")
    link = outbox.link("email/confirm")
    sign_up(open_browser(), password=OTHER_PASSWORD, password2=OTHER_PASSWORD)

    waiting.get(link)

    assert waiting.is_signed_in() is False
    user = db.session.scalars(db.select(User)).one()
    assert (user.username, user.address_to_confirm, user.confirmed) == ("joan", "joan@example.com", False)
    assert (user.verify_password(PASSWORD), user.verify_password(OTHER_PASSWORD)) == (False, True)


def test_it_is_for_those_who_are_signed_in(browser):
    assert browser.get("/auth/unconfirmed").location == "/auth/login?next=/auth/unconfirmed"


def test_whoever_is_confirmed_has_no_reason_to_wait(ada, sign_in):
    assert sign_in(ada).get("/auth/unconfirmed").location == "/"


@pytest.mark.parametrize("path", ["/auth/unconfirmed/resend", "/auth/unconfirmed/address"])
def test_whoever_is_confirmed_gets_no_link(ada, sign_in, outbox, path):
    browser = sign_in(ada)

    answer = browser.post(path, {"email": "new@example.com", "csrf_token": browser.get("/").csrf_token})

    assert (answer.status, outbox.posted, ada.pending_email) == (303, [], None)


def test_signing_in_again_leads_back_here(browser, unconfirmed):
    page = browser.submit("/auth/login", email="newcomer", password=PASSWORD)

    assert browser.follow(page).location == "/auth/unconfirmed"
