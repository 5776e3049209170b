"""Which car takes the box of a session. No row has one yet.

Revision ID: 0121_cars
"""

from __future__ import annotations

from alembic import op

revision = "0121_cars"
down_revision = "0120_session_ends"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE voting_session ADD COLUMN car VARCHAR(40)")


def downgrade() -> None:
    if op.get_bind().exec_driver_sql("SELECT count(*) FROM voting_session WHERE car IS NOT NULL").scalar():
        raise RuntimeError("Sessions have a car. The marks of an older version do not cover it.")
    op.execute("ALTER TABLE voting_session DROP COLUMN car")
