"""Papers can be printed as spares, which no session has yet.

Rows stay as they are: the new column is empty in all of them.

Revision ID: 0097_spares
"""

from __future__ import annotations

from alembic import op

revision = "0097_spares"
down_revision = "0093_a_member_is_one_of_two"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE batch ADD COLUMN is_spare BOOLEAN "
        "CONSTRAINT ck_batch_spares_are_for_no_session CHECK (is_spare IS NULL OR session_id IS NULL)"
    )


def downgrade() -> None:
    if op.get_bind().exec_driver_sql("SELECT count(*) FROM batch WHERE is_spare IS NOT NULL").scalar():
        raise RuntimeError("Papers were printed as spares. An older version would take them for papers of the post.")
    op.execute("ALTER TABLE batch DROP COLUMN is_spare")
