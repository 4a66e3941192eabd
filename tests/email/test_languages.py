"""A mail speaks its reader's language, whoever's request causes it."""

import pytest

from app import db
from tests.support.people import PASSWORD, make_user

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def spanish(app):
    """Somebody who has chosen Spanish, and lives in Madrid."""
    person = make_user("ada")
    person.language, person.timezone = "es", "Europe/Madrid"
    db.session.commit()
    return person


@pytest.fixture
def chinese_administrator(app, sign_in):
    """The browser of an administrator who has chosen Chinese."""
    person = make_user("grace", role="Administrator")
    person.language = "zh_Hans"
    db.session.commit()
    return sign_in(person)


def test_an_administrator_s_act_is_told_in_the_owner_s_words(spanish, chinese_administrator, outbox):
    chinese_administrator.submit(f"/admin/users/{spanish.id}/role", role="Moderator")

    mail = outbox.newest("email/role_changed")
    assert (mail.language, mail.subject) == ("es", "[Flasky] Tu rol ha cambiado")
    assert "Tu rol es ahora: Moderación." in " ".join(mail.text_body.split())


def test_devices_and_times_are_told_in_the_reader_s_words_too(spanish, sign_in, open_browser, outbox, clock):
    sign_in(spanish)
    stranger = open_browser()
    stranger.client.environ_base |= {"HTTP_USER_AGENT": FIREFOX, "HTTP_ACCEPT_LANGUAGE": "zh-CN"}
    stranger.submit("/auth/login", email="ada", password=PASSWORD)

    mail = outbox.newest("email/new_sign_in")
    assert "Dispositivo: Firefox en Linux" in mail.text_body
    assert f'<time datetime="{clock.now():%Y-%m-%dT%H:%M:%SZ}">' in mail.html_body
    assert " de 2026, " in mail.text_body
    assert " CE" in mail.text_body  # CET or CEST


def test_the_header_names_the_language_by_its_tag(chinese_administrator, outbox, browser):
    chinese_administrator.submit("/admin/invitations", email="joan@example.com")
    number = outbox.newest("email/invitation").id

    assert browser.get(f"/dev/mail/{number}").main.count("zh-Hans") == 1


def test_the_site_s_own_mails_speak_its_first_language(spanish, sign_in, open_browser, outbox, configure):
    configure(FLASKY_ADMIN=["root@example.com"])
    newcomer = open_browser()
    newcomer.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "es"
    newcomer.submit("/auth/register", email="joan@example.com", username="joan", password=PASSWORD, password2=PASSWORD)

    assert {(mail.to_address, mail.language) for mail in outbox.messages} == {
        ("joan@example.com", "es"),
        ("root@example.com", "en"),
    }
