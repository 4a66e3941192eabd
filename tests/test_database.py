"""How the database is spoken to, and what its refusals mean."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from app import db
from app.database import violated
from app.models import Role, User
from tests.support import databases
from tests.support.people import make_user
from tests.support.requirements import need
from tests.support.settings import ROOT


@pytest.mark.parametrize("server", databases.SERVERS)
def test_the_server_answers(server):
    need(databases.what_is_missing(server))


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"username": "other", "email": "ada@example.com"}, {"uq_users_email", "email"}),
        ({"username": "ADA", "email": "other@example.com"}, {"uq_users_username_key", "username_key"}),
    ],
)
def test_a_refusal_names_its_constraint(ada, changed, constraint):
    with pytest.raises(IntegrityError) as caught:
        make_user(changed["username"], email=changed["email"])

    assert violated(caught.value) in constraint


@pytest.mark.parametrize("address", ["ıda@example.com", "àda@example.com", "ａda@example.com", "ADA@example.com"])
def test_an_address_is_equal_only_to_itself(ada, address):
    """MariaDB's default collation takes each of these for Ada's."""
    other = make_user("other", email=address)

    assert (User.held_by_address("ada@example.com"), User.held_by_address(address)) == (ada, other)


def test_a_time_comes_back_to_the_microsecond_in_utc(ada):
    ada.last_seen_at = datetime(2026, 3, 29, 3, 30, 0, 123456, tzinfo=timezone(timedelta(hours=2)))
    db.session.commit()
    db.session.expire_all()

    assert (ada.last_seen_at, ada.last_seen_at.tzinfo) == (datetime(2026, 3, 29, 1, 30, 0, 123456, tzinfo=UTC), UTC)


def test_the_migrations_make_what_the_models_say(app):
    result = app.test_cli_runner().invoke(args=["db", "check", "--directory", databases.MIGRATIONS])

    assert (result.exit_code, result.exception) == (0, None)


def test_a_migration_with_nothing_to_do_is_not_written(app, tmp_path):
    before = sorted((ROOT / "migrations" / "versions").glob("*.py"))

    app.test_cli_runner().invoke(args=["db", "migrate", "--directory", databases.MIGRATIONS])

    assert sorted((ROOT / "migrations" / "versions").glob("*.py")) == before


def schema():
    """Every column, index and constraint as the database tells them."""
    with db.engine.connect() as connection:
        seen = inspect(connection)
        return {
            table: (
                [(column["name"], str(column["type"]), column["nullable"]) for column in seen.get_columns(table)],
                sorted((index["name"], index["column_names"]) for index in seen.get_indexes(table)),
                sorted((key["name"], key["constrained_columns"]) for key in seen.get_foreign_keys(table)),
            )
            for table in sorted(set(seen.get_table_names()) - {"alembic_version"})
        }


def test_every_migration_can_be_undone_and_done_again(app):
    db.session.rollback()
    before = schema()
    downgrade(databases.MIGRATIONS, "base")
    empty = schema()
    upgrade(databases.MIGRATIONS)

    assert (empty, schema()) == ({}, before)


def test_a_role_s_users_go_nowhere_with_it(app, ada):
    with pytest.raises(IntegrityError):
        db.session.execute(db.delete(Role).where(Role.id == ada.role_id))


def test_sessions_and_history_of_a_deleted_account(ada, sign_in):
    """Its sessions go with it; its history stays, and is nobody's."""
    sign_in(ada)
    db.session.delete(ada)
    db.session.commit()

    rest = db.session.execute(text("SELECT user_id, kind FROM account_events")).all()
    assert (db.session.scalar(text("SELECT count(*) FROM login_sessions")), rest) == (0, [(None, "session:signed-in")])


def test_sqlite_waits_for_other_writers_in_its_journal(app_on):
    with app_on("sqlite").app_context():
        pragmas = [
            db.session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "foreign_keys", "synchronous")
        ]

    assert pragmas == ["wal", 1, 2]
