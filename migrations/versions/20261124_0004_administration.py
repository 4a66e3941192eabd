"""Administration: why an account is disabled, invitations, and the permissions of the stored roles."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
# What administrators may do from this release on, by the numbers that it stores.
EVERYTHING = 2047


def exact(length: int) -> sa.types.TypeEngine[str]:
    variant = mysql.VARCHAR(length, charset="utf8mb4", collation="utf8mb4_bin")
    return sa.String(length).with_variant(variant, "mysql", "mariadb")


def upgrade() -> None:
    op.add_column("users", sa.Column("disabled_reason", sa.String(255)))
    op.create_table(
        "invitations",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("email", exact(254), nullable=False),
        sa.Column("invited_by_id", BIG_ID),
        sa.Column("invited_by", sa.String(64), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("email", name="uq_invitations_email"),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["users.id"], name="fk_invitations_invited_by_id", ondelete="SET NULL"
        ),
    )
    op.create_index("ix_invitations_invited_by_id", "invitations", ["invited_by_id"])
    op.create_index("ix_invitations_expires_at", "invitations", ["expires_at"])
    op.execute(f"UPDATE roles SET permissions = permissions | {EVERYTHING} WHERE name = 'Administrator'")  # noqa: S608


def downgrade() -> None:
    # The release before knows two permissions, and takes no notice of the others.
    op.drop_table("invitations")
    with op.batch_alter_table("users") as table:
        table.drop_column("disabled_reason")
