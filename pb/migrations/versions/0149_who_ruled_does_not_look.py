"""Who ruled on a paper does not look at it again: a guard. No row changes.

Revision ID: 0149_who_ruled_does_not_look
"""

from __future__ import annotations

from alembic import op

revision = "0149_who_ruled_does_not_look"
down_revision = "0139_entries_from_a_file"
branch_labels = None
depends_on = None

_NAME = "who_ruled_on_a_paper_does_not_look"
_WHEN = (
    "EXISTS (SELECT 1 FROM ruling WHERE ruling.paper_id = NEW.paper_id AND NEW.seen_by IN (ruling.proposed_by, "
    "ruling.agreed_by))"
)


def upgrade() -> None:
    make = op.get_context().opts["script"].get_revision("0001").module._make
    make(_NAME, "sighting", "INSERT", _WHEN, f"guard:{_NAME}")


def downgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP FUNCTION {_NAME}() CASCADE" if is_postgresql else f"DROP TRIGGER {_NAME}")
