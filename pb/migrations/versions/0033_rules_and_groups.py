"""Only its group brings a withdrawn application back; a pot to which groups have applied keeps its name for them; and
rules of a round that changed are kept with their old words.

Revision ID: 0033_rules_and_groups
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033_rules_and_groups"
down_revision = "0032_kept_typed"
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
    op.create_table(
        "rule_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("old_value", sa.Text(), nullable=False),
        sa.Column("new_value", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"], name=op.f("fk_rule_change_changed_by")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_rule_change_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_change")),
    )
    op.create_index(op.f("ix_rule_change_round_id"), "rule_change", ["round_id"])
    _make("rule_change_stays", "rule_change", "1 = 1")
    _make("rule_change_kept", "rule_change", "1 = 1", before="DELETE")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name in ("rule_change_kept", "rule_change_stays"):
            op.execute(f"DROP FUNCTION {name}() CASCADE")
    op.drop_table("rule_change")
    _drop(_BACK)
    _drop(_POT)
    _make(_POT, "pot", _POT_WHEN.format(more=" AND project.withdrawn_at IS NULL"))


def _make(name: str, table: str, when: str, before: str = "UPDATE") -> None:
    op.get_context().opts["script"].get_revision("0001").module._make(name, table, before, when, f"guard:{name}")


def _drop(name: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {name}() CASCADE")  # and its trigger
    else:
        op.execute(f"DROP TRIGGER {name}")
