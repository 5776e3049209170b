"""The substitute of a round acts once two people on its list have decided for whom.

There is no way back while such a decision is there: an older version would let the replaced member act again.

Revision ID: 0022_stand_in
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022_stand_in"
down_revision = "0021_code_replacements"
branch_labels = None
depends_on = None

_STANDS_IN = (
    "SELECT 1 FROM decision AS now WHERE now.round_id = NEW.round_id AND now.kind = 'stand_in' AND now.agreed_at IS "
    "NOT NULL AND NOT EXISTS (SELECT 1 FROM decision AS undo WHERE undo.undoes_id = now.id AND undo.agreed_at IS NOT NULL)"
)


def _does_not_act(who: str) -> str:
    return (
        f"(EXISTS ({_STANDS_IN} AND now.member_id = {who}) OR (NOT EXISTS ({_STANDS_IN}) AND EXISTS (SELECT 1 FROM "
        f"round_member WHERE round_member.round_id = NEW.round_id AND round_member.account_id = {who} AND "
        "round_member.substitute)))"
    )


_DECIDES = (
    f"NEW.kind <> 'stand_in' AND ({_does_not_act('NEW.proposed_by')} OR "
    f"(NEW.agreed_by IS NOT NULL AND {_does_not_act('NEW.agreed_by')}))"
)
#: (the guard's name, its table, before what, when)
GUARDS = (
    ("who_acts_signs", "signature", "INSERT", _does_not_act("NEW.account_id")),
    ("who_acts_recounts", "recount", "INSERT", _does_not_act("NEW.account_id")),
    ("who_acts_decides_insert", "decision", "INSERT", _DECIDES),
    ("who_acts_decides_update", "decision", "UPDATE", _DECIDES),
)
CHECKS = (
    ("stands_in_for_a_member", "(kind = 'stand_in') = (member_id IS NOT NULL)"),
    ("others_replace_a_member", "member_id <> proposed_by AND member_id <> agreed_by"),
)


def upgrade() -> None:
    with op.batch_alter_table("decision") as batch:
        batch.add_column(sa.Column("member_id", sa.Integer(), nullable=True))
        batch.drop_constraint(op.f("ck_decision_kind_is_known"), type_="check")
        batch.create_check_constraint(
            op.f("ck_decision_kind_is_known"), "kind IN ('withdraw', 'extend', 'undo', 'stand_in')"
        )
        for name, check in CHECKS:
            batch.create_check_constraint(op.f(f"ck_decision_{name}"), check)
        batch.create_foreign_key(op.f("fk_decision_member_id"), "account", ["member_id"], ["id"])
    first = op.get_context().opts["script"].get_revision("0001").module
    for name, table, before, condition in GUARDS:
        first._make(name, table, before, condition, f"guard:{name}")


def downgrade() -> None:
    if op.get_bind().execute(sa.text("SELECT count(*) FROM decision WHERE kind = 'stand_in'")).scalar():
        raise RuntimeError("A substitute has stepped in. An older version does not know who acts then.")
    for name, _table, _before, _condition in GUARDS:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {name}() CASCADE")
        else:
            op.execute(f"DROP TRIGGER {name}")
    with op.batch_alter_table("decision") as batch:
        batch.drop_constraint(op.f("fk_decision_member_id"), type_="foreignkey")
        for name, _check in CHECKS:
            batch.drop_constraint(op.f(f"ck_decision_{name}"), type_="check")
        batch.drop_constraint(op.f("ck_decision_kind_is_known"), type_="check")
        batch.create_check_constraint(op.f("ck_decision_kind_is_known"), "kind IN ('withdraw', 'extend', 'undo')")
        batch.drop_column("member_id")
