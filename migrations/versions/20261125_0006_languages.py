"""In which language and time zone people read. Until now there was one language, and nobody had chosen it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("timezone", sa.String(64)))
    op.execute("UPDATE users SET language = NULL WHERE language IS NOT NULL")


def downgrade() -> None:
    with op.batch_alter_table("users") as table:
        table.drop_column("timezone")
