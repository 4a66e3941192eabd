"""Accounts, their sessions and history, and the outbox."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
BODY = sa.Text().with_variant(mysql.MEDIUMTEXT(charset="utf8mb4"), "mysql", "mariadb")


def exact(length: int) -> sa.types.TypeEngine[str]:
    variant = mysql.VARCHAR(length, charset="utf8mb4", collation="utf8mb4_bin")
    return sa.String(length).with_variant(variant, "mysql", "mariadb")


def upgrade() -> None:
    op.create_table(
        "roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("default", sa.Boolean(), nullable=False),
        sa.Column("permissions", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_roles"),
        sa.UniqueConstraint("name", name="uq_roles_name"),
    )
    op.create_table(
        "users",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("email", exact(254), nullable=False),
        sa.Column("username", exact(64), nullable=False),
        sa.Column("username_key", exact(64), nullable=False),
        sa.Column("password_hash", sa.String(255)),
        sa.Column("role_id", sa.Integer()),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("confirmation_sent_at", TIME),
        sa.Column("pending_email", exact(254)),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("last_sign_in_at", TIME),
        sa.Column("last_seen_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("email", name="uq_users_email"),
        sa.UniqueConstraint("username_key", name="uq_users_username_key"),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name="fk_users_role_id"),
    )
    op.create_index("ix_users_role_id", "users", ["role_id"])
    op.create_table(
        "login_sessions",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("user_id", BIG_ID, nullable=False),
        sa.Column("token_hash", exact(64), nullable=False),
        sa.Column("remembered", sa.Boolean(), nullable=False),
        sa.Column("ip", sa.String(45), nullable=False),
        sa.Column("agent", sa.String(255), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("last_seen_at", TIME, nullable=False),
        sa.Column("previous_sign_in_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_login_sessions"),
        sa.UniqueConstraint("token_hash", name="uq_login_sessions_token_hash"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_login_sessions_user_id", ondelete="CASCADE"),
    )
    op.create_index("ix_login_sessions_user_id", "login_sessions", ["user_id"])
    op.create_table(
        "account_events",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("user_id", BIG_ID),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("ip", sa.String(45), nullable=False),
        sa.Column("agent", sa.String(255), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account_events"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_account_events_user_id", ondelete="SET NULL"),
    )
    op.create_index("ix_account_events_user_id_id", "account_events", ["user_id", "id"])
    op.create_index("ix_account_events_created_at", "account_events", ["created_at"])
    op.create_table(
        "messages",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("user_id", BIG_ID),
        sa.Column("to_address", exact(254), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("template", sa.String(64), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("message_id", sa.String(255), nullable=False),
        sa.Column("text_body", BODY),
        sa.Column("html_body", BODY),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", TIME),
        sa.Column("last_error", sa.String(500)),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("sent_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("message_id", name="uq_messages_message_id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_messages_user_id", ondelete="SET NULL"),
    )
    op.create_index("ix_messages_due_at", "messages", ["due_at"])
    op.create_index("ix_messages_to_address_created_at", "messages", ["to_address", "created_at"])
    op.create_index("ix_messages_user_id_id", "messages", ["user_id", "id"])


def downgrade() -> None:
    for table in ("messages", "account_events", "login_sessions", "users", "roles"):
        op.drop_table(table)
