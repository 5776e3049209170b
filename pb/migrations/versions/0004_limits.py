"""Tries are spent before they are looked at: counts, and when the next one is looked at.

What was counted in the last hour is forgotten.

Revision ID: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("failed_tries")
    op.create_table(
        "spent_tries",
        sa.Column("bucket", sa.String(80), nullable=False),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.Column("free_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name="pk_spent_tries"),
    )


def downgrade() -> None:
    op.drop_table("spent_tries")
    op.create_table(
        "failed_tries",
        sa.Column("bucket", sa.String(80), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name="pk_failed_tries"),
    )
