"""Everything held about a person, as data: complete, and without secrets."""

import json

import pytest
from sqlalchemy import inspect

from app import db
from app.models import AccountEvent, AddressChange, Event, LoginSession, Message
from app.models.user.disclosure import TABLES
from tests.support.people import PASSWORD

ACCOUNT = {
    "about",
    "browsers_since",
    "closed_at",
    "confirmation_sent_at",
    "confirmed",
    "created_at",
    "disabled_at",
    "disabled_reason",
    "email",
    "email_change_requested_at",
    "id",
    "language",
    "timezone",
    "last_seen_at",
    "last_sign_in_at",
    "name",
    "pending_email",
    "reset_requested_at",
    "role",
    "username",
}
SECRET = {"password_hash", "token_hash", "text_body", "html_body"}


@pytest.fixture
def lived(ada, sign_in, outbox):
    """Ada, after some life with us."""
    browser = sign_in(ada, remember_me="y")
    browser.submit("/account/profile", name="Ada Lovelace", about="Notes")
    browser.submit("/account/email", email="ada@new.example")
    browser.get(outbox.link("email/confirm_new_address"))
    browser.submit("/account/username", username="countess")
    return ada


def test_the_account_is_told_with_all_its_facts(lived):
    account = lived.everything()["account"]

    assert set(account) == ACCOUNT
    assert [account[name] for name in ("email", "username", "name", "about", "role", "confirmed")] == [
        "ada@new.example",
        "countess",
        "Ada Lovelace",
        "Notes",
        "User",
        True,
    ]


def test_every_table_that_knows_the_person_is_in_it(lived):
    knowing = {table.name for table in db.metadata.sorted_tables if "user_id" in table.columns}

    assert knowing == {table.__tablename__ for table in TABLES.values()}
    assert list(lived.everything()) == ["account", *TABLES]


@pytest.mark.parametrize(
    ("part", "table"), [("sessions", LoginSession), ("events", AccountEvent), ("address_changes", AddressChange)]
)
def test_every_row_is_in_it(lived, part, table):
    ids = db.session.scalars(db.select(table.id).where(table.user_id == lived.id).order_by(table.id)).all()

    assert [row["id"] for row in lived.everything()[part]] == ids


@pytest.mark.parametrize(
    ("part", "table"),
    [("sessions", LoginSession), ("events", AccountEvent), ("mails", Message), ("address_changes", AddressChange)],
)
def test_every_column_is_in_it_but_secrets_and_inner_numbers(lived, part, table):
    columns = set(inspect(table).columns.keys())

    assert set(lived.everything()[part][0]) == columns - SECRET - {"user_id"}


def test_the_mails_to_the_account_s_address_are_listed_without_their_text(lived):
    mails = [(mail["to_address"], mail["template"]) for mail in lived.everything()["mails"]]

    assert mails == [("ada@new.example", "email/confirm_new_address"), ("ada@new.example", "email/username_changed")]


def test_a_mail_to_somebody_else_s_address_is_not_told(ada, grace):
    ada.request_email_change("eve@new.example")
    ada.request_email_change("grace@example.com")
    db.session.commit()

    assert {mail["to_address"] for mail in ada.everything()["mails"]} == {"ada@example.com"}


def test_events_say_when_from_where_and_what(lived):
    event = lived.everything()["events"][-1]

    assert (event["kind"], event["details"], event["ip"]) == (
        Event.USERNAME_CHANGED,
        {"old": "ada", "new": "countess"},
        "127.0.0.1",
    )


def test_what_an_administrator_did_is_told_without_where_the_administrator_was(ada):
    event = AccountEvent(user_id=ada.id, kind=Event.ENABLED, ip="192.0.2.77", agent="Firefox", details={"by": "root"})
    db.session.add(event)
    db.session.commit()

    told = ada.everything()["events"][-1]
    assert (told["ip"], told["agent"], told["details"]) == ("", "", {"by": "root"})


def test_times_are_iso_8601_in_utc(lived):
    assert lived.everything()["account"]["created_at"] == lived.created_at.isoformat()
    assert lived.created_at.isoformat().endswith("+00:00")


def test_it_can_be_written_as_json(lived):
    everything = lived.everything()

    assert json.loads(json.dumps(everything)) == everything


def test_no_secret_is_in_it(lived, outbox):
    text = json.dumps(lived.everything())
    hashes = db.session.scalars(db.select(LoginSession.token_hash)).all()
    links = [outbox.link(template) for _, template in outbox.posted]

    assert [secret for secret in [PASSWORD, lived.password_hash, *hashes, *links] if secret in text] == []


def test_nobody_else_s_rows_are_in_it(lived, grace, sign_in):
    before = lived.everything()
    sign_in(grace).submit("/account/email", email="grace@new.example")

    assert lived.everything() == before


def test_an_account_without_a_role_has_none(ada):
    ada.role = None

    assert ada.everything()["account"]["role"] is None


def test_looking_changes_nothing(lived):
    assert lived.everything() == lived.everything()
