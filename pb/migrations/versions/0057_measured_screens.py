"""A kiosk says how large its screen shows things, once somebody has measured it with a bank card.

Revision ID: 0057_measured_screens
"""

from __future__ import annotations

from alembic import op

revision = "0057_measured_screens"
down_revision = "0056_index_of_cards"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Said in SQL: a copy of the table is not needed for a column that may be empty.
    op.execute(
        "ALTER TABLE kiosk_tally ADD COLUMN px_per_metre INTEGER "
        "CONSTRAINT ck_kiosk_tally_a_screen_that_there_can_be CHECK (px_per_metre BETWEEN 2400 AND 11000)"
    )


def downgrade() -> None:
    with op.batch_alter_table("kiosk_tally") as batch:
        batch.drop_constraint(op.f("ck_kiosk_tally_a_screen_that_there_can_be"), type_="check")
        batch.drop_column("px_per_metre")
