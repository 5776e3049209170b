"""A paper can be typed from a file in one of its two passes: the entry says so, and the database takes one such entry a paper.

Rows stay as they are: the new column is empty in all of them.

Revision ID: 0139_entries_from_a_file
"""

from __future__ import annotations

from alembic import op

revision = "0139_entries_from_a_file"
down_revision = "0132_accounts_asked"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Said in SQL: a copy of the table is not needed for a column that may be empty.
    op.execute(
        "ALTER TABLE entry ADD COLUMN imported BOOLEAN "
        "CONSTRAINT ck_entry_imported_or_empty CHECK (imported IS NULL OR imported)"
    )
    op.create_index("ix_entry_imported_once", "entry", ["paper_id", "imported"], unique=True)


def downgrade() -> None:
    if op.get_bind().exec_driver_sql("SELECT count(*) FROM entry WHERE imported IS NOT NULL").scalar():
        raise RuntimeError("Papers were typed from a file. An older version would let both typings come from one.")
    op.drop_index("ix_entry_imported_once", table_name="entry")
    op.execute("ALTER TABLE entry DROP COLUMN imported")
