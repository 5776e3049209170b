"""Staff pages count all rights of a round, and ask the record for all lines of an act: both by an index.

The one of the rights begins with the round, and so does all that the index on the round alone did.

Revision ID: 0045_indexes
"""

from __future__ import annotations

from alembic import op

revision = "0045_indexes"
down_revision = "0044_frozen_by_two"
branch_labels = None
depends_on = None

ROUND_ALONE = ("voting_right", ["round_id"])
RIGHTS = ("voting_right", ["round_id", "session_id", "kind", "status", "again"])
LINES = ("record_line", ["act", "round_id"])


def upgrade() -> None:
    _make(*RIGHTS)
    _drop(*ROUND_ALONE)
    _make(*LINES)


def downgrade() -> None:
    _drop(*LINES)
    _make(*ROUND_ALONE)
    _drop(*RIGHTS)


def _make(table: str, columns: list[str]) -> None:
    op.create_index(_name(table, columns), table, columns, unique=False)


def _drop(table: str, columns: list[str]) -> None:
    op.drop_index(_name(table, columns), table)


def _name(table: str, columns: list[str]) -> str:
    return op.f("_".join(["ix", table, *columns]))
