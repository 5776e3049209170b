"""Codes that have to wait do so in a queue.

Revision ID: 0014_queue
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014_queue"
down_revision = "0013_patterns"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "place_in_queue",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("bucket", sa.String(80), nullable=False),
        sa.Column("turn_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_place_in_queue"),
    )
    op.create_index("ix_place_in_queue_bucket", "place_in_queue", ["bucket"])


def downgrade() -> None:
    op.drop_table("place_in_queue")
