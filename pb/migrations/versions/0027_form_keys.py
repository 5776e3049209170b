"""A form does what it does once: its key is kept as a hash, and the first answer sealed under the key.

Revision ID: 0027_form_keys
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027_form_keys"
down_revision = "0026_jobs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form_key",
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_form_key")),
    )
    op.create_index(op.f("ix_form_key_expires_at"), "form_key", ["expires_at"])


def downgrade() -> None:
    op.drop_table("form_key")
