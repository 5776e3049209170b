"""A voting session says what was changed: its first times, that it was cancelled and takes place after all, and a note.

Nobody knows which times sessions had before: those that exist are as they are now.

Revision ID: 0042_sessions_opened_again
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042_sessions_opened_again"
down_revision = "0041_unfinished"
branch_labels = None
depends_on = None

COLUMNS = {
    "was_starts_at": sa.DateTime(timezone=True),
    "was_ends_at": sa.DateTime(timezone=True),
    "times_changed_at": sa.DateTime(timezone=True),
    "opened_again_at": sa.DateTime(timezone=True),
    "opened_again_because": sa.String(300),
    "note": sa.String(300),
}
GUARD = "session_stays_cancelled"
_WHEN = (
    "OLD.cancelled_at IS NOT NULL AND NEW.cancelled_at IS NULL AND ("
    "EXISTS (SELECT 1 FROM ballot_paper_account WHERE ballot_paper_account.session_id = NEW.id) "
    "OR EXISTS (SELECT 1 FROM resolution JOIN batch ON batch.id = resolution.batch_id "
    "WHERE batch.session_id = NEW.id AND resolution.agreed_by IS NOT NULL))"
)


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.add_column("voting_session", sa.Column(name, kind, nullable=True))
    first = op.get_context().opts["script"].get_revision("0001").module
    first._make(GUARD, "voting_session", "UPDATE", _WHEN, f"guard:{GUARD}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {GUARD}() CASCADE")  # and its triggers
    else:
        op.execute(f"DROP TRIGGER {GUARD}")
    for name in reversed(COLUMNS):
        op.drop_column("voting_session", name)
