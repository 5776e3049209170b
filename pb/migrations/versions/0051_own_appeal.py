"""A group can still appeal itself against the answer to an appeal that staff wrote down for it.

Answers from before have no days to appeal, and stay so.

Revision ID: 0051_own_appeal
"""

from __future__ import annotations

from alembic import op

revision = "0051_own_appeal"
down_revision = "0049_made_sounds"
branch_labels = None
depends_on = None

_ALLOWED = (
    "NOT EXISTS (SELECT 1 FROM assessment JOIN project ON project.id = assessment.project_id JOIN round ON "
    "round.id = project.round_id WHERE assessment.id = NEW.assessment_id AND assessment.outcome <> 'eligible' "
    "AND {of_what} AND assessment.appeal_until IS NOT NULL AND assessment.mended_at IS NULL "
    "AND (assessment.rests_on IS NULL OR assessment.agreed_by IS NOT NULL) AND project.withdrawn_at IS NULL "
    "AND round.frozen_at IS NULL)"
)


def upgrade() -> None:
    _allow("(assessment.answers_id IS NULL OR NEW.came_by = 'online')")


def downgrade() -> None:
    _allow("assessment.answers_id IS NULL")


def _allow(of_what: str) -> None:
    """In place of the guard that was there."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute("DROP FUNCTION appeal_is_allowed() CASCADE" if is_postgresql else "DROP TRIGGER appeal_is_allowed")
    make = op.get_context().opts["script"].get_revision("0001").module._make
    make("appeal_is_allowed", "appeal", "INSERT", _ALLOWED.format(of_what=of_what), "guard:appeal_is_allowed")
