"""Only its group brings a withdrawn application back; and a pot to which groups have applied keeps its name for them.

Revision ID: 0034_rules_and_groups
"""

from __future__ import annotations

from alembic import op

revision = "0034_rules_and_groups"
down_revision = "0030_forgotten_passwords"
branch_labels = None
depends_on = None

_BACK = "withdrawn_by_its_group"
_BACK_WHEN = (
    "OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS NULL AND (OLD.came_by <> 'online' OR "
    "EXISTS (SELECT 1 FROM round WHERE round.id = OLD.round_id AND round.frozen_at IS NOT NULL))"
)
_POT = "pot_with_applications_keeps_its_name"
_POT_WHEN = (
    "lower(OLD.name) <> lower(NEW.name) AND EXISTS (SELECT 1 FROM project WHERE project.pot_id = OLD.id "
    "AND project.sent_at IS NOT NULL{more})"
)


def upgrade() -> None:
    _drop(_POT)
    _make(_POT, "pot", _POT_WHEN.format(more=""))
    _make(_BACK, "project", _BACK_WHEN)


def downgrade() -> None:
    _drop(_BACK)
    _drop(_POT)
    _make(_POT, "pot", _POT_WHEN.format(more=" AND project.withdrawn_at IS NULL"))


def _make(name: str, table: str, when: str) -> None:
    op.get_context().opts["script"].get_revision("0001").module._make(name, table, "UPDATE", when, f"guard:{name}")


def _drop(name: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {name}() CASCADE")  # and its trigger
    else:
        op.execute(f"DROP TRIGGER {name}")
