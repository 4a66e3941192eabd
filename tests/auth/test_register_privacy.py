"""Nobody learns from registering who has an account; the owner of the address does learn of it."""

import pytest

from app import db, passwords
from app.models import AccountEvent, Event, Message, User
from tests.support.people import OTHER_PASSWORD, PASSWORD, make_user
from tests.support.signups import JOAN, sign_up


def answers_to_a_sign_up(browser, email):
    """Everything that a sign-up shows: the answer, and the page after it, without what is new each time."""
    answer = sign_up(browser, email=email, username="stranger")
    after = browser.follow(answer)
    nonce = next(script.get("nonce") for script in after.all("script"))
    new_each_time = {"Set-Cookie", "X-Request-Id"}
    headers = [(name, text.replace(nonce, "")) for name, text in after.headers if name not in new_each_time]
    page = after.text.replace(nonce, "").replace(after.csrf_token, "")
    return answer.status, answer.location, answer.body, after.status, headers, page


@pytest.fixture
def answers(open_browser):
    def answers(email):
        given = answers_to_a_sign_up(open_browser(), email)
        db.session.execute(db.delete(AccountEvent))
        db.session.execute(db.delete(Message))
        db.session.execute(db.delete(User).where(User.username == "stranger"))
        db.session.commit()
        return given

    return answers


def test_a_taken_address_answers_as_a_new_one(answers):
    new = answers("somebody@example.com")
    make_user("owner", email="somebody@example.com")

    assert answers("somebody@example.com") == new


def test_an_unconfirmed_address_answers_as_a_new_one(answers):
    new = answers("somebody@example.com")
    make_user("owner", email="somebody@example.com", confirmed=False)

    assert answers("somebody@example.com") == new


def test_a_taken_address_changes_nothing(browser, ada):
    before = ada.password_hash

    sign_up(browser, email=ada.email, password=OTHER_PASSWORD, password2=OTHER_PASSWORD)

    assert (ada.username, ada.confirmed, ada.password_hash) == ("ada", True, before)


def test_a_taken_address_gets_an_account_that_waits_like_any_other(browser, open_browser, ada):
    """Signing in to it, and the name that is taken from now on, tell nothing."""

    def told(email, username):
        sign_up(browser, email=email, username=username)
        answers = [open_browser().submit("/auth/login", email=who, password=PASSWORD) for who in (email, username)]
        again = sign_up(open_browser(), email="else@example.com", username=username)
        return [(answer.status, answer.location) for answer in answers], again.status, again.errors

    ada.password = OTHER_PASSWORD
    db.session.commit()

    assert told(ada.email, "stranger") == told("new@example.com", "newcomer")


def test_its_owner_signs_in_by_address_as_before(browser, open_browser, ada):
    sign_up(open_browser(), email=ada.email, password=OTHER_PASSWORD, password2=OTHER_PASSWORD)

    browser.submit("/auth/login", email=ada.email, password=PASSWORD)

    assert browser.get("/").h1 == "Hello, ada!"


def test_its_owner_is_written_to_and_finds_how_to_sign_in(browser, ada, outbox):
    sign_up(browser, email=ada.email)

    assert (outbox.posted, outbox.link("email/already_registered")) == (
        [(ada.email, "email/already_registered")],
        "/auth/login",
    )


def test_its_owner_stays_signed_in(browser, ada, sign_in):
    owner = sign_in(ada)

    sign_up(browser, email=ada.email)

    assert owner.get("/").h1 == "Hello, ada!"


def test_its_owner_sees_it_in_the_account_s_history(browser, ada):
    sign_up(browser, email=ada.email)

    assert [event.kind for event in ada.latest_events(10)] == [Event.REGISTRATION_REPEATED]


def test_its_owner_gets_five_such_mails_an_hour_at_most(browser, ada, outbox):
    for _ in range(8):
        sign_up(browser, email=ada.email)

    assert len(outbox.messages) == 5


def test_an_hour_later_the_owner_is_told_again(browser, ada, outbox, clock):
    for _ in range(6):
        sign_up(browser, email=ada.email)
    clock.advance(hours=1, seconds=1)

    sign_up(browser, email=ada.email)

    assert len(outbox.messages) == 6


def test_a_new_address_gets_five_links_an_hour_at_most(browser, outbox):
    for _ in range(8):
        sign_up(browser)

    assert outbox.posted == [("joan@example.com", "email/confirm")] * 5


def test_one_s_own_name_with_one_s_own_address_is_not_told_either(browser, ada, open_browser):
    """Whoever knows both asks for the name; that it is taken is said in any case."""
    known = sign_up(browser, email=ada.email, username="ada")
    unknown = sign_up(open_browser(), email="other@example.com", username="ada")

    assert (known.status, known.errors) == (unknown.status, unknown.errors)


def test_an_operator_can_prefer_an_open_word(browser, ada, configure):
    configure(FLASKY_REVEAL_ACCOUNTS=True)

    page = sign_up(browser, email=ada.email)

    assert (page.status, page.errors) == (422, {"email": "Email already registered."})


def test_even_then_an_unconfirmed_address_is_free(browser, unconfirmed, configure):
    configure(FLASKY_REVEAL_ACCOUNTS=True)

    assert sign_up(browser, email=unconfirmed.email).status == 303


@pytest.mark.usefixtures("real_hashing")
def test_a_taken_address_costs_as_much_hashing_as_a_new_one(browser, ada, monkeypatch):
    """The time of the answer would tell otherwise."""
    hashed = []
    real = passwords.hash_password
    monkeypatch.setattr(passwords, "hash_password", lambda password: hashed.append(password) or real(password))

    sign_up(browser, email=ada.email)
    sign_up(browser, email="new@example.com", username="jane")

    assert hashed == [PASSWORD, PASSWORD]


def test_the_answer_waits_for_no_mail_server(browser, configure, outbox):
    configure(MAIL_SERVER="mail.invalid")

    assert (sign_up(browser).status, outbox.newest("email/confirm").state) == (303, "queued")


def test_the_address_comes_back_as_it_was_understood(browser):
    page = browser.follow(sign_up(browser, email="JOAN@Example.com"))

    assert f"We wrote to {JOAN['email']}." in page.main
