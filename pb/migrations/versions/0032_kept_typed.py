"""What was typed into a form that came too late is kept for a day, sealed to the browser and for whose form it was.

Revision ID: 0032_kept_typed
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032_kept_typed"
down_revision = "0031_assessed_by_two"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_typed",
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("whose_hash", sa.String(64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_kept_typed")),
    )
    op.create_index(op.f("ix_kept_typed_whose_hash"), "kept_typed", ["whose_hash"])
    op.create_index(op.f("ix_kept_typed_expires_at"), "kept_typed", ["expires_at"])


def downgrade() -> None:
    op.drop_table("kept_typed")
