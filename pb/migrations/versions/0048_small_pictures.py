"""Pictures of ballot texts have copies as WebP, in two widths.

Pictures that exist stay as they are and are shown as they are: their rows are marked, and the program makes copies only of
what is sent.

Revision ID: 0048_small_pictures
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048_small_pictures"
down_revision = "0046_ballot_types"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("media", sa.Column("webp", sa.LargeBinary(), nullable=True))
    op.add_column("media", sa.Column("small_webp", sa.LargeBinary(), nullable=True))
    op.add_column("media", sa.Column("copies_sha256", sa.String(64), nullable=True))


def downgrade() -> None:
    op.drop_column("media", "copies_sha256")
    op.drop_column("media", "small_webp")
    op.drop_column("media", "webp")
