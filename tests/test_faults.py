"""Errors nobody has foreseen: told to the administrators once an hour each, whatever else breaks."""

import pytest
from sqlalchemy import text

from app import db, faults
from app.models import Rate
from tests.support.apps import make_app
from tests.support.client import Browser

ADMINISTRATORS = ["root@example.com", "boss@example.com"]


def divide():
    return 1 / 0


def convert():
    return str(int("what somebody typed"))


def break_after_a_write():
    db.session.execute(text("UPDATE users SET username = 'changed'"))
    raise KeyError("changed")


@pytest.fixture
def breaking(app):
    """A browser on an application of its own, with pages that break."""
    own = make_app(
        SQLALCHEMY_DATABASE_URI=app.config["SQLALCHEMY_DATABASE_URI"],
        PROPAGATE_EXCEPTIONS=False,
        FLASKY_ADMIN=ADMINISTRATORS,
    )
    for view in (divide, convert, break_after_a_write):
        own.add_url_rule(f"/{view.__name__}", view.__name__, view)
    yield Browser(own)
    with own.app_context():
        db.engine.dispose()


def test_each_administrator_gets_a_mail_that_says_where(breaking, outbox):
    page = breaking.get("/divide")
    texts = [message.text_body for message in outbox.messages]

    assert outbox.posted == [(to, "email/fault") for to in ADMINISTRATORS]
    assert (page.status, "ZeroDivisionError" in texts[0], "divide (GET)" in texts[0]) == (500, True, True)
    assert (page.headers["X-Request-Id"] in texts[0], "test_faults.py" in texts[0]) == (True, True)


def test_what_somebody_typed_is_not_mailed(breaking, outbox):
    breaking.get("/convert")

    assert "what somebody typed" not in outbox.messages[0].text_body + outbox.messages[0].html_body


def test_one_that_goes_on_is_told_once_an_hour(breaking, outbox, clock):
    for minutes in (0, 30, 29, 1):
        clock.advance(minutes=minutes)
        breaking.get("/divide")

    assert len(outbox.messages) == 2 * len(ADMINISTRATORS)


def test_another_one_is_told_too(breaking, outbox):
    breaking.get("/divide")
    breaking.get("/convert")

    assert [message.subject for message in outbox.messages][:: len(ADMINISTRATORS)] == [
        "[Flasky] Error on the site: ZeroDivisionError",
        "[Flasky] Error on the site: ValueError",
    ]


def test_many_at_once_are_not_many_mails(breaking, outbox, monkeypatch):
    monkeypatch.setattr(faults, "MOST_AN_HOUR", 1)
    for path in ("/divide", "/convert", "/break_after_a_write"):
        breaking.get(path)

    assert len(outbox.messages) == len(ADMINISTRATORS)


def test_what_the_request_had_begun_is_not_stored_with_the_mail(breaking, ada, outbox):
    breaking.get("/break_after_a_write")
    db.session.refresh(ada)

    assert (ada.username, len(outbox.messages)) == ("ada", len(ADMINISTRATORS))


def test_without_administrators_nobody_is_told(breaking, outbox):
    breaking.app.config["FLASKY_ADMIN"] = []
    page = breaking.get("/divide")

    assert (page.status, outbox.messages) == (500, [])


def test_if_the_database_is_what_broke_there_is_a_page_all_the_same(breaking, outbox, monkeypatch, caplog):
    monkeypatch.setattr(Rate, "add", lambda *_: db.session.execute(text("SELECT 1 FROM no_such_table")))

    page = breaking.get("/divide")

    told = [record.levelname for record in caplog.records if "could not be told" in record.message]
    assert (page.status, page.h1, outbox.messages, told) == (500, "Something went wrong", [], ["WARNING"])


def test_it_breaks_for_people_who_are_signed_in_too(breaking, ada, outbox):
    breaking.submit("/auth/login", email="ada", password="seven quiet rivers bend")

    assert (breaking.get("/divide").status, len(outbox.messages)) == (500, len(ADMINISTRATORS))
