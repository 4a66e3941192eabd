"""Column types that mean the same on SQLite, PostgreSQL and MariaDB.

A dialect is loaded where its database is used: those of the others would take four megabytes of each process.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

# Ids of tables that grow without end; SQLite counts up by itself only in an INTEGER.
BigId = BigInteger().with_variant(Integer, "sqlite")
LARGEST_ID = 2**63 - 1  # what the databases' BIGINT holds


class UTCDateTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC to the microsecond."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return type_of_mysql(dialect, "DATETIME", fsp=6) or super().load_dialect_impl(dialect)

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class LongText(TypeDecorator[str]):
    """Text of some megabytes."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return type_of_mysql(dialect, "MEDIUMTEXT", charset="utf8mb4") or super().load_dialect_impl(dialect)


def type_of_mysql(dialect: Dialect, name: str, **options: Any) -> TypeEngine[Any] | None:
    """The type of this name where the database is MySQL or MariaDB, else None."""
    if dialect.name not in {"mysql", "mariadb"}:
        return None
    from sqlalchemy.dialects import mysql  # noqa: PLC0415 - see above

    return dialect.type_descriptor(getattr(mysql, name)(**options))


def exact_string(length: int) -> String:
    """Text equal only to itself: MariaDB's default collation takes "Mike" and "míke" for "mike"."""
    return String(length).with_variant(String(length, collation="utf8mb4_bin"), "mysql", "mariadb")


def sorted_string(length: int) -> TypeEngine[str]:
    """Exact text in the order of its characters on every database, so that its index finds a beginning."""
    return exact_string(length).with_variant(String(length, collation="C"), "postgresql")
