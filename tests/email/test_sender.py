"""From a template to a row in the outbox."""

import pytest

from app import db
from app.email import send_email
from app.models import Message

LINK = "http://flasky.test/auth/login"


def send(user, to="ada@example.com", subject="Hello"):
    return send_email(to, subject, "email/already_registered", user=user, login_link=LINK)


def test_a_mail_is_a_row_of_the_caller_s_transaction(ada, outbox):
    send(ada)
    before = outbox.posted
    db.session.rollback()

    assert (before, outbox.posted) == ([("ada@example.com", "email/already_registered")], [])


def test_it_has_text_and_html(ada):
    message = send(ada)

    assert (message.text_body.count(LINK), message.html_body.startswith("<!doctype html>")) == (1, True)


def test_it_is_due_at_once(ada, clock):
    message = send(ada)
    db.session.commit()

    assert (message.state, message.due_at, message.attempts, message.sent_at) == ("queued", clock.now(), 0, None)


def test_its_subject_says_whose_it_is(ada, configure):
    configure(FLASKY_MAIL_SUBJECT_PREFIX="[Shop]")

    assert send(ada).subject == "[Shop] Hello"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x00", "\x1d"])
def test_a_subject_has_one_line(ada, end):
    assert send(ada, subject=f"Hello{end}Bcc: eve@example.com").subject == "[Flasky] Hello Bcc: eve@example.com"


def test_a_long_subject_fits(ada):
    message = send(ada, subject="x" * 1000)
    db.session.commit()

    assert len(message.subject) == 255


def test_every_mail_has_an_id_of_its_own(ada):
    ids = {send(ada).message_id for _ in range(10)}

    assert (len(ids), {one.rpartition("@")[2] for one in ids}) == (10, {"flasky.test>"})


def test_markup_in_a_name_is_text_in_html(ada):
    ada.username = "<b>ada</b>"

    message = send(ada)

    assert ("&lt;b&gt;ada&lt;/b&gt;" in message.html_body, "<b>ada</b>" in message.html_body) == (True, False)
    assert "Hello <b>ada</b>," in message.text_body


def test_it_stays_when_its_account_goes(ada, outbox):
    send(ada)
    db.session.commit()
    db.session.delete(ada)
    db.session.commit()

    assert [message.user_id for message in db.session.scalars(db.select(Message))] == [None]
