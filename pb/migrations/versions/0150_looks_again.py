"""A stage of a check of papers says on how many papers somebody saw something else than two in the end, and how many looks it took
besides two. No row has it yet.

Revision ID: 0150_looks_again
"""

from __future__ import annotations

from alembic import op

revision = "0150_looks_again"
down_revision = "0149_who_ruled_does_not_look"
branch_labels = None
depends_on = None

COLUMNS = ("otherwise", "again")


def upgrade() -> None:
    for name in COLUMNS:
        check = f"CONSTRAINT ck_check_stage_{name}_is_a_number CHECK ({name} IS NULL OR {name} >= 0)"
        op.execute(f"ALTER TABLE check_stage ADD COLUMN {name} INTEGER {check}")


def downgrade() -> None:
    bind = op.get_bind()
    if bind.exec_driver_sql("SELECT count(*) FROM check_stage WHERE otherwise IS NOT NULL OR again IS NOT NULL").scalar():
        raise RuntimeError("Looks at papers were counted. The marks of an older version do not cover it.")
    for name in COLUMNS:
        op.execute(f"ALTER TABLE check_stage DROP COLUMN {name}")
