"""Very quick votes of kiosks that seal votes themselves: what each has told, and what came too fast by our own clock.

Rows stay as they are: the new columns are empty, which says that the kiosk has told nothing.

Revision ID: 0077_quick_votes_told
"""

from __future__ import annotations

from alembic import op

revision = "0077_quick_votes_told"
down_revision = "0075_last_word"
branch_labels = None
depends_on = None

COLUMNS = ("quick_told", "quick_seen", "since_last")


def upgrade() -> None:
    # In place: SQLite would otherwise copy the table.
    for column in COLUMNS:
        op.execute(f"ALTER TABLE kiosk_contact ADD COLUMN {column} INTEGER")


def downgrade() -> None:
    # A mark covers what is not empty, and an older version would take such a row for changed.
    for column in COLUMNS:
        if op.get_bind().exec_driver_sql(f"SELECT count(*) FROM kiosk_contact WHERE {column} IS NOT NULL").scalar():
            raise RuntimeError("There are tablets that have told of very quick votes. An older version cannot read that.")
    for column in COLUMNS:
        op.execute(f"ALTER TABLE kiosk_contact DROP COLUMN {column}")
