"""Column types that mean the same on SQLite, PostgreSQL and MariaDB."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.types import TypeDecorator, TypeEngine

# Ids of tables that grow without end; SQLite counts up by itself only in an INTEGER.
BigId = BigInteger().with_variant(Integer, "sqlite")
LARGEST_ID = 2**63 - 1  # what the databases' BIGINT holds


class UTCDateTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC to the microsecond."""

    impl = DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def exact_string(length: int) -> String:
    """Text equal only to itself: MariaDB's default collation takes "Mike" and "míke" for "mike"."""
    exact = mysql.VARCHAR(length, charset="utf8mb4", collation="utf8mb4_bin")
    return String(length).with_variant(exact, "mysql", "mariadb")


def sorted_string(length: int) -> TypeEngine[str]:
    """Exact text in the order of its characters on every database, so that its index finds a beginning."""
    return exact_string(length).with_variant(postgresql.VARCHAR(length, collation="C"), "postgresql")
