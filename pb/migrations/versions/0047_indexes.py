"""Rights are counted by an index that knows session, kind and status: staff pages count all of a round.

It begins with the round, and so does all that the index on the round alone did.

Revision ID: 0047_indexes
"""

from __future__ import annotations

from alembic import op

revision = "0047_indexes"
down_revision = "0043_finance_and_evaluator"
branch_labels = None
depends_on = None

TABLE = "voting_right"
BEFORE = ["round_id"]
NOW = ["round_id", "session_id", "kind", "status", "again"]


def upgrade() -> None:
    _index(NOW, in_place_of=BEFORE)


def downgrade() -> None:
    _index(BEFORE, in_place_of=NOW)


def _index(columns: list[str], *, in_place_of: list[str]) -> None:
    op.create_index(op.f(_name(columns)), TABLE, columns, unique=False)
    op.drop_index(op.f(_name(in_place_of)), TABLE)


def _name(columns: list[str]) -> str:
    return "_".join(["ix", TABLE, *columns])
