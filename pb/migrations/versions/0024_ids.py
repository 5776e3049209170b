"""A number that a row once had is given to no other row; and no more votes of a kiosk are held than turns were open.

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


    # Said in SQL: a copy of the table is not needed for a column that may be empty.
    op.execute(
        "ALTER TABLE kiosk_tally ADD COLUMN may_hold INTEGER "
        "CONSTRAINT ck_kiosk_tally_no_more_are_held_than_were_open CHECK (may_hold >= 0)"
    )


def downgrade() -> None:
    with op.batch_alter_table("kiosk_tally") as batch:
        batch.drop_constraint(op.f("ck_kiosk_tally_no_more_are_held_than_were_open"), type_="check")
        batch.drop_column("may_hold")
    op.execute("DELETE FROM mark_total WHERE table_name = 'last_id'")
    op.drop_table("last_id")
