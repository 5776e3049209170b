"""No choice is added to a ballot once the box is open, as no ballot is.

Revision ID: 0052_choices_at_the_opening
"""

from __future__ import annotations

from alembic import op

revision = "0052_choices_at_the_opening"
down_revision = "0051_own_appeal"
branch_labels = None
depends_on = None

GUARD = "choices_only_at_the_opening"
CONDITION = (
    "EXISTS (SELECT 1 FROM ballot JOIN box_opening ON box_opening.round_id = ballot.round_id "
    "WHERE ballot.key = NEW.ballot_key)"
)


def upgrade() -> None:
    first = op.get_context().opts["script"].get_revision("0001").module
    first._make(GUARD, "choice", "INSERT", CONDITION, f"guard:{GUARD}")


def downgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP FUNCTION {GUARD}() CASCADE" if is_postgresql else f"DROP TRIGGER {GUARD}")
