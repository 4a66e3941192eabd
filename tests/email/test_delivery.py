"""Delivery to a real SMTP server, and what becomes of a mail that it does not take."""

import smtplib
from datetime import timedelta

import pytest

from app import db
from app.email import delivery, outbox, send_email, sender
from app.email.sender import address
from app.models import Message
from tests.support.mailserver import free_port


def queue(user, to):
    message = send_email(to, "Hello", "email/already_registered", user=user, login_link="http://flasky.test/ümläut")
    db.session.commit()
    return message


@pytest.fixture
def delivering(configure, mail_server):
    configure(MAIL_SERVER="127.0.0.1", MAIL_PORT=mail_server.port, MAIL_USE_TLS=False)
    return mail_server


@pytest.fixture
def without_server(configure):
    configure(MAIL_SERVER="127.0.0.1", MAIL_PORT=free_port(), MAIL_USE_TLS=False)


def test_a_mail_arrives_as_it_was_written(ada, delivering):
    message = queue(ada, "ada@example.com")
    text = message.text_body

    assert delivery.deliver_due() is True

    mail = delivering.mails[0]
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert mail.get_body(("plain",)).get_content().split() == text.split()
    assert delivering.envelopes == [("flasky@localhost", ["ada@example.com"])]


def test_its_headers_say_what_it_is(ada, delivering):
    message = queue(ada, "ada@example.com")
    delivery.deliver_due()

    mail = delivering.mails[0]
    named = ["From", "To", "Subject", "Message-ID", "Auto-Submitted", "Content-Language", "Bcc", "Cc"]
    assert [mail[name] for name in named] == [
        "Flasky <flasky@localhost>",
        "ada@example.com",
        "[Flasky] Hello",
        message.message_id,
        "auto-generated",
        "en",
        None,
        None,
    ]


def test_it_is_sent_once(ada, delivering):
    message = queue(ada, "ada@example.com")

    for _ in range(2):
        delivery.deliver_due()

    assert (len(delivering.mails), message.state, message.due_at) == (1, "sent", None)


def test_what_has_left_needs_its_body_no_more(ada, delivering):
    message = queue(ada, "ada@example.com")
    delivery.deliver_due()

    assert (message.text_body, message.html_body) == (None, None)


def test_a_development_machine_keeps_it(ada, delivering, configure):
    configure(MAIL_KEEP_BODIES=True)
    message = queue(ada, "ada@example.com")
    delivery.deliver_due()

    assert message.html_body.startswith("<!doctype html>")


def test_more_than_a_batch_is_sent(ada, delivering):
    for number in range(outbox.BATCH + 5):
        queue(ada, f"a{number}@example.com")

    assert (delivery.deliver_due(), len(delivering.mails)) == (True, outbox.BATCH + 5)


def test_an_address_that_is_refused_for_good_is_told(ada, delivering):
    delivering.answers["gone@example.com"] = "550 No such person"
    message = queue(ada, "gone@example.com")

    delivery.deliver_due()

    assert (message.state, message.last_error, len(delivering.mails)) == ("failed", "550 No such person", 0)


def test_what_was_refused_for_good_is_not_tried_again(ada, delivering, clock):
    delivering.answers["gone@example.com"] = "550 No such person"
    message = queue(ada, "gone@example.com")
    delivery.deliver_due()
    del delivering.answers["gone@example.com"]
    clock.advance(hours=23)

    delivery.deliver_due()

    assert (message.state, message.attempts, delivering.mails) == ("failed", 1, [])


def test_a_day_later_it_is_given_up_and_its_body_wiped(ada, delivering, clock):
    delivering.answers["gone@example.com"] = "550 No such person"
    message = queue(ada, "gone@example.com")
    delivery.deliver_due()
    before = message.text_body is not None
    clock.advance(days=1, seconds=1)

    delivery.deliver_due()

    assert (before, message.state, message.due_at, message.text_body) == (True, "failed", None, None)


def test_when_it_is_time_to_stop_the_others_are_given_back(ada, delivering):
    messages = [queue(ada, f"a{number}@example.com") for number in range(3)]
    left = iter([True, True, False, False])

    delivery.deliver_due(lambda: next(left))

    assert [(message.state, message.attempts) for message in messages] == [("sent", 1), ("queued", 0), ("queued", 0)]


def test_what_another_has_taken_over_is_not_given_back(ada, delivering, clock):
    queue(ada, "ada@example.com")
    mine = outbox.claim()
    db.session.expunge_all()
    clock.advance(seconds=46)
    other = outbox.claim()

    outbox.release(mine)

    assert (db.session.get(Message, other[0].id, populate_existing=True).state) == "sending"


def test_an_address_that_is_refused_for_now_is_tried_again(ada, delivering, clock):
    delivering.answers["slow@example.com"] = "451 Try again later"
    message = queue(ada, "slow@example.com")
    delivery.deliver_due()
    first = (message.state, message.last_error)
    del delivering.answers["slow@example.com"]
    clock.advance(minutes=1)

    delivery.deliver_due()

    assert (first, message.state) == (("queued", "451 Try again later"), "sent")


def test_it_is_not_tried_again_at_once(ada, delivering, clock):
    delivering.answers["slow@example.com"] = "451 Try again later"
    message = queue(ada, "slow@example.com")
    delivery.deliver_due()
    clock.advance(seconds=20)

    assert (delivery.deliver_due(), message.attempts) == (True, 1)


def test_one_bad_address_holds_up_nobody(ada, delivering):
    delivering.answers["gone@example.com"] = "550 No such person"
    messages = [queue(ada, to) for to in ("first@example.com", "gone@example.com", "last@example.com")]

    delivery.deliver_due()

    assert [message.state for message in messages] == ["sent", "failed", "sent"]


def test_a_mail_that_cannot_be_written_holds_up_nobody(ada, delivering, caplog):
    messages = [queue(ada, to) for to in ("first@example.com", "umläut@example.com", "last@example.com")]

    delivery.deliver_due()

    assert [message.state for message in messages] == ["sent", "queued", "sent"]
    assert "'ascii' codec" in messages[1].last_error
    assert f"Mail {messages[1].id} cannot be written." in caplog.text


def test_one_that_is_written_late_is_tried_again_when_its_template_fails(ada, delivering, clock, monkeypatch):
    def fail(_message):
        raise LookupError("no such person")

    message = address(ada.email, "Late", "email/new_users")
    db.session.add(message)
    db.session.commit()
    with monkeypatch.context() as broken:
        broken.setitem(sender.LATE, "email/new_users", fail)
        delivery.deliver_due()
    before = (message.state, message.last_error)
    clock.advance(minutes=1)
    delivery.deliver_due()

    assert (before, message.state) == (("queued", "no such person"), "sent")


def test_a_server_that_is_down_loses_nothing(ada, without_server):
    message = queue(ada, "ada@example.com")

    assert delivery.deliver_due() is False

    assert (message.state, "Connection refused" in message.last_error) == ("queued", True)


def test_what_is_refused_for_a_day_is_given_up(ada, delivering, clock):
    delivering.answers["full@example.com"] = "452 Mailbox full"
    message = queue(ada, "full@example.com")
    clock.advance(days=1, seconds=1)

    delivery.deliver_due()

    assert (message.state, message.due_at, message.last_error) == ("failed", None, "452 Mailbox full")


def test_while_the_server_is_away_nothing_is_given_up(ada, without_server, clock):
    message = queue(ada, "ada@example.com")
    clock.advance(days=3)

    delivery.deliver_due()

    assert (message.state, message.attempts) == ("queued", 0)


def test_the_wait_doubles_up_to_two_hours(app):
    waits = [outbox.back_off(attempts) for attempts in (1, 2, 3, 20)]

    middle = [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2), timedelta(hours=2)]
    assert [0.75 <= wait / expected <= 1.25 for wait, expected in zip(waits, middle, strict=True)] == [True] * 4


def test_what_a_dead_process_had_taken_is_due_again_after_its_lease(ada, delivering, clock):
    message = queue(ada, "ada@example.com")
    outbox.claim()
    clock.advance(seconds=44)
    delivery.deliver_due()
    before = len(delivering.mails)
    clock.advance(seconds=2)
    delivery.deliver_due()

    assert (before, len(delivering.mails), message.state) == (0, 1, "sent")


def test_what_one_has_taken_nobody_else_takes(ada):
    queue(ada, "ada@example.com")

    assert (len(outbox.claim()), len(outbox.claim())) == (1, 0)


def test_a_server_without_tls_gets_nothing_where_tls_is_asked_for(ada, delivering, configure):
    configure(MAIL_USE_TLS=True)
    message = queue(ada, "ada@example.com")

    delivery.deliver_due()

    assert (delivering.mails, message.state, "STARTTLS" in message.last_error) == ([], "queued", True)


def test_a_server_that_hangs_up_at_quit_has_accepted_the_mail(ada, delivering, monkeypatch):
    """Flask-Mail would report a failure, and a queue would send again."""

    async def hang_up(_self, _server, _session, _envelope):
        return "421 Busy"

    monkeypatch.setattr(type(delivering), "handle_QUIT", hang_up, raising=False)
    message = queue(ada, "ada@example.com")

    delivery.deliver_due()

    assert (len(delivering.mails), message.state) == (1, "sent")


def test_the_server_is_this_machine_s_own(delivering):
    with smtplib.SMTP("127.0.0.1", delivering.port) as server:
        assert server.noop()[0] == 250
