"""What administrators hear of: each new user, by mail."""

import pytest

from app import db
from app.models import User
from tests.support.people import PASSWORD, hash_of
from tests.support.signups import sign_up


@pytest.fixture
def administrators(configure):
    configure(FLASKY_ADMIN=["root@example.com", "boss@example.com"])


def notices(outbox):
    return [to for to, template in outbox.posted if template == "email/new_user"]


def test_each_administrator_hears_of_a_new_user(administrators, browser, outbox):
    sign_up(browser)

    assert notices(outbox) == ["root@example.com", "boss@example.com"]


def test_the_notice_says_who_it_is_and_where(administrators, browser, outbox):
    sign_up(browser)

    lines = outbox.newest("email/new_user").text_body.splitlines()
    assert "There is a new account: joan, joan@example.com." in lines
    assert f"http://flasky.test/admin/users/{User.with_name('joan').id}" in lines


def test_without_administrators_nobody_hears(configure, browser, outbox):
    configure(FLASKY_ADMIN=[])

    sign_up(browser)

    assert notices(outbox) == []


def test_a_sign_up_made_anew_is_no_new_user(administrators, browser, outbox):
    sign_up(browser)
    sign_up(browser)

    assert notices(outbox) == ["root@example.com", "boss@example.com"]


def test_a_taken_address_gives_a_notice_that_does_not_tell(administrators, browser, ada, outbox):
    sign_up(browser, email="ada@example.com")

    assert "There is a new account: joan, ada@example.com." in outbox.newest("email/new_user").text_body


def test_a_sign_up_that_is_rolled_back_is_told_to_nobody(administrators, app, outbox):
    User.register("joan@example.com", "joan", hash_of(PASSWORD))
    db.session.rollback()

    assert notices(outbox) == []


def test_it_is_written_in_the_default_language_whoever_registers(administrators, browser, outbox):
    browser.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "de, es;q=0.9"

    sign_up(browser)

    assert outbox.newest("email/new_user").language == "en"
