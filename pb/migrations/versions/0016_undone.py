"""A decision can be taken back by two people: decisions of the kind "undo" name the one that they take back.

There is no way back while such a decision is there: without it the other one would be in force again.

Revision ID: 0016_undone
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016_undone"
down_revision = "0015_cards"
branch_labels = None
depends_on = None

_OPENED = (
    "NEW.kind = 'undo' AND EXISTS (SELECT 1 FROM box_opening JOIN decision AS other ON other.id = NEW.undoes_id "
    "WHERE box_opening.round_id = NEW.round_id AND other.agreed_at < box_opening.opened_at "
    "AND other.kind <> 'stand_in')"
)
#: (the guard's name, before what, when)
GUARDS = (
    (
        "undone_decision_is_in_force",
        "INSERT",
        "NEW.kind = 'undo' AND NOT EXISTS (SELECT 1 FROM decision AS other WHERE other.id = NEW.undoes_id AND "
        "other.round_id = NEW.round_id AND other.agreed_at IS NOT NULL AND other.kind <> 'undo')",
    ),
    ("not_undone_once_opened_insert", "INSERT", _OPENED),
    ("not_undone_once_opened_update", "UPDATE", _OPENED),
)


def upgrade() -> None:
    with op.batch_alter_table("decision") as batch:
        batch.add_column(sa.Column("undoes_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("votes_then", sa.Integer(), nullable=True))
        batch.drop_constraint(op.f("ck_decision_kind_is_known"), type_="check")
        batch.create_check_constraint(op.f("ck_decision_kind_is_known"), "kind IN ('withdraw', 'extend', 'undo')")
        batch.create_check_constraint(op.f("ck_decision_undoes_a_decision"), "(kind = 'undo') = (undoes_id IS NOT NULL)")
        batch.create_foreign_key(op.f("fk_decision_undoes_id"), "decision", ["undoes_id"], ["id"])
        batch.create_unique_constraint(op.f("uq_decision_undoes_id"), ["undoes_id"])
    first = op.get_context().opts["script"].get_revision("0001").module
    for name, before, condition in GUARDS:
        first._make(name, "decision", before, condition, f"guard:{name}")


def downgrade() -> None:
    if op.get_bind().execute(sa.text("SELECT count(*) FROM decision WHERE kind = 'undo'")).scalar():
        raise RuntimeError("A decision has been taken back. An older version would bring it into force again.")
    for name, _before, _condition in GUARDS:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {name}() CASCADE")
        else:
            op.execute(f"DROP TRIGGER {name}")
    with op.batch_alter_table("decision") as batch:
        batch.drop_constraint(op.f("uq_decision_undoes_id"), type_="unique")
        batch.drop_constraint(op.f("fk_decision_undoes_id"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_decision_undoes_a_decision"), type_="check")
        batch.drop_constraint(op.f("ck_decision_kind_is_known"), type_="check")
        batch.create_check_constraint(op.f("ck_decision_kind_is_known"), "kind IN ('withdraw', 'extend')")
        batch.drop_column("votes_then")
        batch.drop_column("undoes_id")
