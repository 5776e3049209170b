"""The receipt of a vote that a tablet sealed is the code of its envelope. Tablets that are set up from now on say with each
vote which code they showed; those that exist do without (empty), because votes may lie on them that have a receipt of their
attempt, and nobody can change a marked row without the key. A vote that comes under another code is held.

Revision ID: 0131_tablets_tell_codes
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0131_tablets_tell_codes"
down_revision = "0131_stays_published"
branch_labels = None
depends_on = None

_BEFORE = "why IN ('stopped', 'late', 'early', 'too_many', 'cancelled', 'used')"
_NOW = "why IN ('stopped', 'late', 'early', 'too_many', 'cancelled', 'used', 'other_code')"


def upgrade() -> None:
    # In one statement and in place: SQLite would otherwise copy the table, and lose how older columns were added.
    op.execute("ALTER TABLE kiosk ADD COLUMN tells_codes BOOLEAN")
    _check(_NOW)


def downgrade() -> None:
    if op.get_bind().execute(sa.text("SELECT count(*) FROM kiosk WHERE tells_codes")).scalar():
        raise RuntimeError("Tablets were set up that show a receipt of their envelopes. An older version does not know it.")
    _check(_BEFORE)  # it refuses where a vote is held for the new reason
    op.execute("ALTER TABLE kiosk DROP COLUMN tells_codes")


def _check(says: str) -> None:
    with op.batch_alter_table("held_envelope", table_kwargs={"sqlite_with_rowid": False}) as batch:
        batch.drop_constraint(op.f("ck_held_envelope_why_is_known"), type_="check")
        batch.create_check_constraint(op.f("ck_held_envelope_why_is_known"), says)
