"""Sounds that the server makes of words, where nobody has recorded them.

Revision ID: 0049_made_sounds
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049_made_sounds"
down_revision = "0048_small_pictures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "made_sound",
        sa.Column("identity", sa.String(64), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("identity", name=op.f("pk_made_sound")),
    )
    op.create_index(op.f("ix_made_sound_sha256"), "made_sound", ["sha256"])


def downgrade() -> None:
    op.drop_table("made_sound")
