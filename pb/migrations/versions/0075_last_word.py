"""From some moment on nothing that a kiosk says counts.

Revision ID: 0075_last_word
"""

from __future__ import annotations

from alembic import op

revision = "0075_last_word"
down_revision = "0073_an_attempt_is_of_one_vote"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Said in SQL: a copy of the table is not needed for a column that may be empty.
    op.execute(
        "ALTER TABLE kiosk_contact ADD COLUMN last_word VARCHAR(10) "
        "CONSTRAINT ck_kiosk_contact_last_word_is_known CHECK (last_word IN ('over', 'asked', 'closed'))"
    )


def downgrade() -> None:
    with op.batch_alter_table("kiosk_contact") as batch:
        batch.drop_constraint(op.f("ck_kiosk_contact_last_word_is_known"), type_="check")
        batch.drop_column("last_word")
