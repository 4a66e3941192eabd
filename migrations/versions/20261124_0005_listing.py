"""Indexes for the lists of administrators: each order and each filter has one."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SORTED = {"email": 254, "username_key": 64}
INDEXES = {
    "ix_users_created_at": ("users", ["created_at", "id"]),
    "ix_users_last_sign_in_at": ("users", ["last_sign_in_at", "id"]),
    "ix_users_confirmed": ("users", ["confirmed", "created_at"]),
    "ix_users_disabled_at": ("users", ["disabled_at"]),
    "ix_users_search": ("users", ["username_key", "email", "name"]),
    "ix_account_events_kind_created_at": ("account_events", ["kind", "created_at"]),
    "ix_account_events_ip_created_at": ("account_events", ["ip", "created_at"]),
    "ix_messages_state_id": ("messages", ["state", "id"]),
}


def upgrade() -> None:
    collate("C")
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, (table, _columns) in INDEXES.items():
        op.drop_index(name, table)
    collate("default")


def collate(collation: str) -> None:
    """On PostgreSQL an index finds text by its beginning only if it is sorted by its characters."""
    if op.get_bind().dialect.name == "postgresql":
        for name, length in SORTED.items():
            kind = sa.String(length, collation=collation)
            op.alter_column("users", name, type_=kind, existing_nullable=False)
