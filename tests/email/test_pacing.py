"""Mails leave no faster than the settings allow, over all processes."""

import pytest

from app import db
from app.email import delivery, send_email


@pytest.fixture
def queue(ada):
    def queue(*addresses: str):
        link = "http://flasky.test/"
        mails = [send_email(to, "Hello", "email/reopened", user=ada, login_link=link) for to in addresses]
        db.session.commit()
        return mails

    return queue


@pytest.fixture
def delivering(configure, mail_server):
    configure(MAIL_SERVER="127.0.0.1", MAIL_PORT=mail_server.port, MAIL_USE_TLS=False)
    return mail_server


def people(count, domain="example.com"):
    return [f"person{number}@{domain}" for number in range(count)]


def test_so_many_leave_a_minute(queue, delivering, configure, clock):
    configure(MAIL_PER_MINUTE=2)
    mails = queue(*people(5))
    sent = []
    for _minute in range(3):
        delivery.deliver_due()
        sent.append(len(delivering.mails))
        clock.advance(minutes=1, seconds=1)

    assert (sent, {mail.attempts for mail in mails}) == ([2, 4, 5], {1})


def test_a_domain_has_a_pace_of_its_own(queue, delivering, configure):
    configure(MAIL_PER_MINUTE_AND_DOMAIN=1)
    queue(*people(2, "slow.example"), *people(2, "other.example"))

    delivery.deliver_due()

    domains = [str(mail["To"]).partition("@")[2] for mail in delivering.mails]
    assert domains == ["slow.example", "other.example"]


def test_each_waits_for_its_own_minute(queue, delivering, configure, clock):
    """Otherwise a long queue would be taken up whole, and put off whole, every minute."""
    configure(MAIL_PER_MINUTE=1)
    mails = queue(*people(4))
    delivery.deliver_due()
    waits = [mail.due_at - mails[1].due_at for mail in mails[1:]]

    assert [wait.total_seconds() for wait in waits] == [0, 60, 120]


def test_without_a_setting_all_leave_at_once(queue, delivering):
    queue(*people(5))

    delivery.deliver_due()

    assert len(delivering.mails) == 5
