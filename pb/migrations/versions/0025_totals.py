"""Two people decide about rows of a session that were changed outside the program; and the totals of marked tables say
which note of the anchor they are of.

A version that is older knows no such decisions: they go with a downgrade.

Revision ID: 0025_totals
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025_totals"
down_revision = "0024_ids"
branch_labels = None
depends_on = None

_DAMAGED = "('tablet', 'heads', 'venue', 'team', 'account')"
_MATTERS = ("batch", "surplus", "held", "sum")
_REASONS = (
    "'sent_out', 'lent', 'destroyed', 'lost', 'not_recorded', 'carried', 'late', 'not_known', 'voter_was_there', "
    "'voted_again', 'looked_into'"
)
_KEPT = ("resolution_is_kept", "resolution", "DELETE", "OLD.agreed_by IS NOT NULL")
#: CHECKs by name: as they were, and as they are.
_CHECKS = {
    "matter_is_known": (
        f"matter IN {_MATTERS}",
        f"matter IN {(*_MATTERS, 'tablet', 'heads', 'venue', 'team', 'account')}",
    ),
    "reason_is_known": (
        f"reason IN ({_REASONS})",
        f"reason IN ({_REASONS}, 'stays_stopped', 'as_on_paper', 'not_as_on_paper')",
    ),
    "about_a_session": (
        "matter = 'sum' OR session_id IS NULL",
        "matter IN ('sum', 'tablet', 'heads', 'venue', 'team', 'account') OR session_id IS NULL",
    ),
}
_SEEN = "damage_was_seen"


def upgrade() -> None:
    op.add_column("mark_total", sa.Column("as_of", sa.Integer(), nullable=True))
    op.add_column("mark_total", sa.Column("stamp_mark", sa.String(64), nullable=True))
    with op.batch_alter_table("resolution") as batch:
        batch.add_column(sa.Column("seen", sa.String(64), nullable=True))
        for name, (_old, new) in _CHECKS.items():
            batch.drop_constraint(op.f(f"ck_resolution_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_resolution_{name}"), new)
        batch.create_check_constraint(
            op.f(f"ck_resolution_{_SEEN}"),
            f"matter NOT IN {_DAMAGED} OR session_id IS NOT NULL AND seen IS NOT NULL",
        )


def downgrade() -> None:
    _drop(_KEPT[0])
    op.execute(f"DELETE FROM resolution WHERE matter IN {_DAMAGED}")
    with op.batch_alter_table("resolution") as batch:
        batch.drop_constraint(op.f(f"ck_resolution_{_SEEN}"), type_="check")
        for name, (old, _new) in _CHECKS.items():
            batch.drop_constraint(op.f(f"ck_resolution_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_resolution_{name}"), old)
        batch.drop_column("seen")
    op.get_context().opts["script"].get_revision("0001").module._make(*_KEPT, f"guard:{_KEPT[0]}")
    op.drop_column("mark_total", "stamp_mark")
    op.drop_column("mark_total", "as_of")


def _drop(guard: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {guard}() CASCADE")  # and its triggers
    else:
        op.execute(f"DROP TRIGGER {guard}")
