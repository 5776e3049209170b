"""A decision on an application keeps the words of what was not met; a pot that groups have applied to keeps its name.

Older decisions have no words of their own and keep their marks: they are read by the criteria of their round.

Revision ID: 0029_edits
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029_edits"
down_revision = "0028_cards"
branch_labels = None
depends_on = None

_GUARD = "pot_with_applications_keeps_its_name"
_WHEN = (
    "lower(OLD.name) <> lower(NEW.name) AND EXISTS (SELECT 1 FROM project WHERE project.pot_id = OLD.id "
    "AND project.sent_at IS NOT NULL AND project.withdrawn_at IS NULL)"
)


def upgrade() -> None:
    op.add_column("assessment", sa.Column("unmet_questions", sa.Text(), nullable=True))
    op.get_context().opts["script"].get_revision("0001").module._make(_GUARD, "pot", "UPDATE", _WHEN, f"guard:{_GUARD}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {_GUARD}() CASCADE")  # and its trigger
    else:
        op.execute(f"DROP TRIGGER {_GUARD}")
    op.drop_column("assessment", "unmet_questions")
