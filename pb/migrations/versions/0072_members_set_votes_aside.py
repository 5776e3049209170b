"""Who confirms that votes are set aside, or puts votes back, acts for the steering group of the round.

Revision ID: 0072_members_set_votes_aside
"""

from __future__ import annotations

from alembic import op

revision = "0072_members_set_votes_aside"
down_revision = "0064_votes_sent_by_kiosks"
branch_labels = None
depends_on = None


def _nobody_who_acts(who: str) -> str:
    listed = "SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id"
    substitution = (
        "SELECT 1 FROM decision AS now WHERE now.round_id = NEW.round_id AND now.kind = 'stand_in' AND now.agreed_at IS "
        "NOT NULL AND NOT EXISTS (SELECT 1 FROM decision AS undo WHERE undo.undoes_id = now.id AND undo.agreed_at IS NOT NULL)"
    )
    return (
        f"(EXISTS ({listed}) AND NOT EXISTS ({listed} AND round_member.account_id = {who})) OR "
        f"(EXISTS ({substitution} AND now.member_id = {who}) OR (NOT EXISTS ({substitution}) AND EXISTS (SELECT 1 FROM "
        f"round_member WHERE round_member.round_id = NEW.round_id AND round_member.account_id = {who} AND "
        "round_member.substitute)))"
    )


_PUT_BACK = f"NEW.second_by IS NOT NULL AND ({_nobody_who_acts('NEW.second_by')})"
GUARDS = (
    ("members_set_votes_aside", "set_aside", "INSERT", _nobody_who_acts("NEW.also_confirmed_by")),
    ("members_put_votes_back_insert", "put_back", "INSERT", _PUT_BACK),
    ("members_put_votes_back_update", "put_back", "UPDATE", _PUT_BACK),
)


def upgrade() -> None:
    first = op.get_context().opts["script"].get_revision("0001").module
    for name, table, before, condition in GUARDS:
        first._make(name, table, before, condition, f"guard:{name}")


def downgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, *_rest in GUARDS:
        op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")
