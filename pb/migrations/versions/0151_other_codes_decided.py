"""Who decides about the votes of a tablet keeps how many came without the code of their envelope, or with another one. No row
has it yet.

Revision ID: 0151_other_codes_decided
"""

from __future__ import annotations

from alembic import op

revision = "0151_other_codes_decided"
down_revision = "0150_looks_again"
branch_labels = None
depends_on = None


_CHECK = "other_codes IS NULL OR matter = 'held' AND agreed_by IS NOT NULL AND other_codes BETWEEN 0 AND number"


def upgrade() -> None:
    check = f"CONSTRAINT ck_resolution_other_codes_are_some_of_them CHECK ({_CHECK})"
    op.execute(f"ALTER TABLE resolution ADD COLUMN other_codes INTEGER {check}")


def downgrade() -> None:
    bind = op.get_bind()
    if bind.exec_driver_sql("SELECT count(*) FROM resolution WHERE other_codes IS NOT NULL").scalar():
        raise RuntimeError("Two people decided about votes and their codes. The marks of an older version do not cover it.")
    op.execute("ALTER TABLE resolution DROP COLUMN other_codes")
