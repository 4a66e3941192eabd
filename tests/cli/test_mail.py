"""`flask mail`: the outbox, from a prompt."""

import json

import pytest

from app import db
from app.clock import now
from app.email import delivery, heartbeat, send_email
from app.models import Message
from tests.support.mailserver import free_port


@pytest.fixture
def run(app):
    def run(*arguments: str):
        result = app.test_cli_runner().invoke(args=["mail", *arguments])
        db.session.expire_all()
        return result

    return run


@pytest.fixture
def queued(ada):
    def queued(to="ada@example.com"):
        link = "http://flasky.test/auth/login"
        message = send_email(to, "Hello", "email/already_registered", user=ada, login_link=link, reset_link=link)
        db.session.commit()
        return message

    return queued


@pytest.fixture
def delivering(configure, mail_server):
    configure(MAIL_SERVER="127.0.0.1", MAIL_PORT=mail_server.port, MAIL_USE_TLS=False)
    return mail_server


def test_the_status_counts_the_states(queued, delivering, run):
    delivering.answers["gone@example.com"] = "550 No such person"
    for to in ("ada@example.com", "gone@example.com"):
        queued(to)
    delivery.deliver_due()
    waiting = queued()

    assert json.loads(run("status", "--json").output) == {
        "queued": 1,
        "sending": 0,
        "sent": 1,
        "failed": 1,
        "oldest_waiting_since": str(waiting.created_at),
        "last_error": "550 No such person",
        "delivery": "beating",
        "last_looked": str(heartbeat.last()),
    }


def test_the_status_reads_well_when_there_is_nothing(app, run):
    assert run("status").output.splitlines() == [
        "queued: 0",
        "sending: 0",
        "sent: 0",
        "failed: 0",
        "oldest waiting since: none",
        "last error: none",
        "delivery: off",
        "last looked: none",
    ]


def test_the_status_tells_when_nobody_delivers(app, delivering, clock, run):
    delivery.deliver_due()
    clock.advance(minutes=3)

    assert json.loads(run("status", "--json").output)["delivery"] == "silent"


def test_a_rehearsal_says_what_each_step_answered(delivering, run):
    steps = [line.partition(":")[0] for line in run("test", "ada@example.com").output.splitlines()]

    assert (steps, delivering.mails) == (["connect", "MAIL FROM", "RCPT TO", "The server would take a mail."], [])


def test_a_rehearsal_names_a_refusal(delivering, run):
    delivering.answers["gone@example.com"] = "550 No such person"

    result = run("test", "gone@example.com")

    assert (result.exit_code, "No such person" in result.output) == (1, True)


def test_a_rehearsal_names_a_server_that_is_away(app, configure, run):
    configure(MAIL_SERVER="127.0.0.1", MAIL_PORT=free_port(), MAIL_USE_TLS=False)

    result = run("test", "ada@example.com")

    assert (result.exit_code, "Connection refused" in result.output) == (1, True)


def test_without_a_server_it_says_so(app, run):
    assert "MAIL_SERVER is not set" in run("test", "ada@example.com").output


def test_a_waiting_mail_can_be_hurried(queued, delivering, run):
    delivering.answers["ada@example.com"] = "451 Later"
    message = queued()
    delivery.deliver_due()
    del delivering.answers["ada@example.com"]

    output = run("retry", str(message.id)).output
    delivery.deliver_due()

    assert (output, message.state) == ("1 mails are due now.\n", "sent")


def test_what_the_server_refused_can_be_sent_again(queued, delivering, run):
    delivering.answers["ada@example.com"] = "554 Relay access denied"
    message = queued()
    delivery.deliver_due()
    del delivering.answers["ada@example.com"]

    output = run("retry", "--failed").output
    delivery.deliver_due()

    assert (output, message.state, len(delivering.mails)) == ("1 mails are due now.\n", "sent", 1)


def test_all_that_wait_can_be_hurried_but_not_what_was_refused(queued, delivering, run):
    delivering.answers |= {"ada@example.com": "554 No", "bob@example.com": "451 Later"}
    refused, waiting = queued(), queued("bob@example.com")
    delivery.deliver_due()

    run("retry")

    assert (refused.state, waiting.due_at <= now()) == ("failed", True)


def test_what_was_given_up_cannot_be_sent_again(queued, delivering, clock, run):
    delivering.answers["ada@example.com"] = "554 No"
    message = queued()
    delivery.deliver_due()
    clock.advance(days=1, seconds=1)
    delivery.deliver_due()

    output = run("retry", "--failed").output

    assert (message.state, output) == (
        "failed",
        "0 mails are due now.\n1 mails were given up long ago; their text is gone.\n",
    )


def test_one_mail_and_all_that_failed_are_not_asked_for_together(app, run):
    assert run("retry", "1", "--failed").exit_code == 2


def test_old_mails_are_removed(queued, delivering, clock, run):
    queued()
    delivery.deliver_due()
    clock.advance(days=31)
    waiting = queued("bob@example.com")

    output = run("purge", "--sent-before", "30").output

    assert (output, [message.id for message in Message.query]) == ("Removed 1 mails.\n", [waiting.id])


def test_waiting_mails_are_never_removed(queued, clock, run):
    message = queued()
    clock.advance(days=365)

    output = run("purge", "--sent-before", "30").output

    assert (output, [kept.id for kept in Message.query]) == ("Removed 0 mails.\n", [message.id])
