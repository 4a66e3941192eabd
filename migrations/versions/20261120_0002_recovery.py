"""Recovery, changes of address, closing, fresh sign-ins, and failed guesses."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
LONG_AGO = "2000-01-01 00:00:00"
ADDED_TO_USERS = ("reset_requested_at", "email_change_requested_at", "closed_at", "disabled_at")


def exact(length: int) -> sa.types.TypeEngine[str]:
    variant = mysql.VARCHAR(length, charset="utf8mb4", collation="utf8mb4_bin")
    return sa.String(length).with_variant(variant, "mysql", "mariadb")


def upgrade() -> None:
    for name in ADDED_TO_USERS:
        op.add_column("users", sa.Column(name, TIME))
    op.add_column("users", sa.Column("browsers_since", TIME, nullable=False, server_default=LONG_AGO))
    with op.batch_alter_table("users") as table:
        table.alter_column("browsers_since", existing_type=TIME, existing_nullable=False, server_default=None)
    op.create_index("ix_users_pending_email", "users", ["pending_email"])
    op.add_column("users", sa.Column("language", sa.String(16)))
    op.create_index("ix_users_closed_at", "users", ["closed_at"])
    # Sessions begun before this release count as begun with a password typed long ago.
    op.add_column("login_sessions", sa.Column("fresh_at", TIME, nullable=False, server_default=LONG_AGO))
    with op.batch_alter_table("login_sessions") as table:
        table.alter_column("fresh_at", existing_type=TIME, existing_nullable=False, server_default=None)
    op.create_table(
        "address_changes",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("user_id", BIG_ID, nullable=False),
        sa.Column("old_email", exact(254), nullable=False),
        sa.Column("new_email", exact(254), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("undone_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_address_changes"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_address_changes_user_id", ondelete="CASCADE"),
    )
    op.create_index("ix_address_changes_user_id", "address_changes", ["user_id"])
    op.create_table(
        "throttles",
        sa.Column("key", exact(64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", TIME, nullable=False),
        sa.Column("blocked_until", TIME, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_throttles"),
    )
    op.create_index("ix_throttles_failed_at", "throttles", ["failed_at"])
    op.create_table(
        "rates",
        sa.Column("key", exact(64), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_rates"),
    )
    op.create_index("ix_rates_expires_at", "rates", ["expires_at"])


def downgrade() -> None:
    op.drop_table("rates")
    op.drop_table("throttles")
    op.drop_table("address_changes")
    with op.batch_alter_table("login_sessions") as table:
        table.drop_column("fresh_at")
    op.drop_index("ix_users_closed_at", "users")
    op.drop_index("ix_users_pending_email", "users")
    with op.batch_alter_table("users") as table:
        table.drop_column("language")
        table.drop_column("browsers_since")
        for name in reversed(ADDED_TO_USERS):
            table.drop_column(name)
