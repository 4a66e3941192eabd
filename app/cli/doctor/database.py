"""The database: whether it serves, in which shape, and what the application's role may do there."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import current_app
from sqlalchemy import inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from app import clock
from app.cli.doctor.findings import Finding, fault, ok, warning
from app.extensions import db
from app.schema import SchemaState, schema_state

Check = Callable[[], Finding | None]
MOST_APART = 5  # seconds between two clocks
LOCAL = {None, "", "localhost", "127.0.0.1", "::1"}
TIME = {"postgresql": "SELECT now()", "mysql": "SELECT utc_timestamp(6)"}
ISOLATION = {"postgresql": "SHOW transaction_isolation", "mysql": "SELECT @@tx_isolation"}
ENCODING = {"postgresql": "SHOW server_encoding", "mysql": "SELECT @@character_set_database"}
UNICODE = {"UTF8", "utf8mb4"}
MAY_CREATE = {
    "postgresql": "SELECT has_schema_privilege(current_schema(), 'CREATE')",
    "mysql": "SELECT count(*) FROM ("
    "SELECT grantee, privilege_type, '%' AS scope FROM information_schema.user_privileges "
    "UNION ALL SELECT grantee, privilege_type, table_schema FROM information_schema.schema_privileges) AS held "
    "WHERE privilege_type = 'CREATE' AND database() LIKE scope AND grantee = CONCAT("
    "QUOTE(SUBSTRING_INDEX(current_user(), '@', 1)), '@', QUOTE(SUBSTRING_INDEX(current_user(), '@', -1)))",
}
COLLATION = (
    "SELECT collation_name FROM information_schema.columns "
    "WHERE table_schema = database() AND table_name = 'users' AND column_name = 'email'"
)


def asked(questions: dict[str, str]) -> object:
    """What the database answers to its own version of a question; None if it has none."""
    question = questions.get(db.engine.dialect.name.replace("mariadb", "mysql"))
    return db.session.scalar(text(question)) if question else None


def serves() -> Finding:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        db.session.rollback()
        words = str(getattr(error, "orig", error)).strip()
        return fault(
            f"The database does not serve: {words}",
            "Every page but the home page answers 503.",
            "Start it, or correct DATABASE_URL in .env.",
        )
    return ok(f"The database serves ({make_url(db.engine.url).render_as_string()}).")


def schema() -> Finding:
    state = schema_state()
    if state == SchemaState.AT_HEAD:
        return ok("The schema is that of this release.")
    if state == SchemaState.AHEAD:
        return warning("The schema is newer than this release.", "Two releases run, or this is the older.", "Update.")
    return fault(f"The schema is {state}.", "Pages need tables and columns that are not there.", "Run  flask deploy")


def isolation() -> Finding | None:
    level = str(asked(ISOLATION) or "").replace("-", " ").lower()
    if level in {"", "read committed"}:
        return ok("Transactions see what others have committed.") if level else None
    why = "Who has waited for a row would not see what the other one wrote."
    return fault(f"Transactions run at {level}.", why, "Leave isolation_level out of DATABASE_URL.")


def encoding() -> Finding | None:
    name = asked(ENCODING)
    if name is None or name in UNICODE:
        return ok(f"The database keeps every character ({name}).") if name else None
    return fault(
        f"The database's encoding is {name}.",
        "It cannot keep every name.",
        "Make one with ENCODING 'UTF8' (PostgreSQL) or CHARACTER SET utf8mb4 (MariaDB).",
    )


def collation() -> Finding | None:
    """MariaDB's default takes one address for another that looks alike."""
    if not inspect(db.session.connection()).has_table("users"):
        return None
    name = asked({"mysql": COLLATION})
    if name is None or name == "utf8mb4_bin":
        return ok("Addresses are equal only to themselves.") if name else None
    return fault(
        f"users.email has the collation {name}.",
        "The database takes different addresses for the same, and sends one person's links to another.",
        "ALTER TABLE users MODIFY email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL",
    )


def clocks() -> Finding | None:
    theirs = asked(TIME)
    if not isinstance(theirs, datetime):  # SQLite has no clock of its own
        return None
    apart = abs((clock.now() - (theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC))).total_seconds())
    if apart <= MOST_APART:
        return ok("The database's clock and ours agree.")
    why = "With several machines, links and sessions end too early or too late."
    return warning(f"The database's clock is {apart:.0f} seconds off ours.", why, "timedatectl set-ntp true")


def transport() -> Finding | None:
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() == "sqlite" or url.host in LOCAL or str(url.host).startswith("/"):
        return None
    if {"ssl_ca", "ssl_capath"} & set(url.query) or url.query.get("sslmode") == "verify-full":
        return ok("The database proves who it is.")
    return warning(
        f"Nobody checks whether {url.host} is the database.",
        "Who sits between can read and change everything.",
        "Add ?sslmode=verify-full&sslrootcert=... (PostgreSQL) or ?ssl_ca=... (MariaDB) to DATABASE_URL.",
    )


def role() -> Finding | None:
    might = asked(MAY_CREATE)
    if might is None or not might:
        return ok("The application's role cannot change the schema.") if might is not None else None
    return warning(
        "The application's role may create and drop tables.",
        "A hole in the application would be one in the whole database.",
        "Make two roles: docs/database.md, Two roles for the database.",
    )


def guarded(check: Check) -> Check:
    """The same check, silent where the database does not serve, which another one tells."""

    def look() -> Finding | None:
        try:
            return check()
        except SQLAlchemyError:
            db.session.rollback()
            return None

    return look


CHECKS = (serves, *map(guarded, (schema, isolation, encoding, collation, clocks)), transport, guarded(role))
