"""A number that a row once had is given to no other row.

Revision ID: 0024_ids
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024_ids"
down_revision = "0023_heads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "last_id",
        sa.Column("table_name", sa.String(40), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("table_name", name=op.f("pk_last_id")),
    )


def downgrade() -> None:
    op.execute("DELETE FROM mark_total WHERE table_name = 'last_id'")
    op.drop_table("last_id")
