"""Columns called "words" say what they are: a reason, a body, a description, a question, a declaration.

Rows keep their marks: a mark goes on covering a renamed column under the name that it had (``marked_as``).

Revision ID: 0010_words
"""

from __future__ import annotations

from alembic import op

revision = "0010_words"
down_revision = "0009"
branch_labels = None
depends_on = None

#: (table, its column, what the column is called now).
COLUMNS = (
    ("assessment", "words", "reason"),
    ("ballot_line", "words", "body"),
    ("ballot_text", "words", "body"),
    ("criterion", "words", "question"),
    ("interest", "words", "description"),
    ("round", "age_words", "age_declaration"),
    ("round", "area_words", "area_declaration"),
    ("stray", "words", "description"),
)
CHECK, RENAMED_CHECK = "ck_ballot_text_picture_has_words", "ck_ballot_text_picture_has_alt"


def upgrade() -> None:
    for table, old, new in COLUMNS:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
    _rename_check({CHECK: RENAMED_CHECK})


def downgrade() -> None:
    _rename_check({RENAMED_CHECK: CHECK})
    for table, old, new in COLUMNS:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {new} TO {old}")


def _rename_check(names: dict[str, str]) -> None:
    """SQLite renames no constraint: the table is made again from its own SQL, as 0003 does."""
    third = op.get_context().opts["script"].get_revision("0003").module
    third._rename("ballot_text", "ballot_text", names)
