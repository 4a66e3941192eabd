"""Everything we hold about a person, for that person. What is in it is in tests/models/test_disclosure.py."""

import json

import pytest

from app import db
from app.models import AccountEvent, Event
from tests.support.people import OTHER_PASSWORD, PASSWORD


@pytest.fixture
def owner(ada, sign_in):
    """Ada's browser."""
    return sign_in(ada)


def download(browser):
    return browser.press("/account/data", "Download your data")


def kinds():
    return list(db.session.scalars(db.select(AccountEvent.kind).order_by(AccountEvent.id)))


def test_the_page_says_what_is_in_it_and_gives_nothing_away(owner):
    page = owner.get("/account/data")

    assert (page.h1, kinds()) == ("Your data", [Event.SIGNED_IN])


def test_it_is_a_file_of_json_named_after_its_owner(owner):
    answer = download(owner)

    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ada.json"'


def test_it_is_everything(ada, owner):
    answer = download(owner)

    assert answer.json == json.loads(json.dumps(ada.everything()))


def test_the_download_itself_is_recorded_once_and_is_in_it(owner):
    answer = download(owner)

    assert kinds() == [Event.SIGNED_IN, Event.DATA_DOWNLOADED]
    assert [event["kind"] for event in answer.json["events"]] == kinds()


def test_letters_of_any_script_come_as_they_are(ada, owner):
    ada.name, ada.about = "Ада Лавлейс", "密 🦉 </script>"
    db.session.commit()

    account = download(owner).json["account"]

    assert (account["name"], account["about"]) == ("Ада Лавлейс", "密 🦉 </script>")


def test_no_secret_is_in_it(ada, owner, outbox):
    """Nor anything that opens a door: hashes, cookies, links in mails."""
    owner.submit("/account/password", old_password=PASSWORD, password=OTHER_PASSWORD, password2=OTHER_PASSWORD)
    owner.submit("/account/email", email="ada@new.example")
    text = download(owner).text

    secrets = [PASSWORD, OTHER_PASSWORD, ada.password_hash, "argon2", outbox.link("email/confirm_new_address")]
    assert [secret for secret in [*secrets, *owner.cookies.values()] if secret in text] == []


def test_nothing_of_anybody_else_is_in_it(owner, grace, sign_in):
    sign_in(grace)

    document = download(owner).json
    assert (len(document["sessions"]), "grace" in str(document)) == (1, False)


def test_another_site_downloads_nothing(owner):
    answer = owner.post("/account/data")

    assert (answer.status, kinds()) == (400, [Event.SIGNED_IN])


def test_it_asks_for_the_password_when_it_was_typed_long_ago(ada, sign_in, clock):
    browser = sign_in(ada)
    page = browser.get("/account/data")
    clock.advance(minutes=10)

    answer = browser.fill_in(page.form_saying("Download your data"), {})

    assert (answer.h1, kinds()) == ("Please type your password again", [Event.SIGNED_IN])
