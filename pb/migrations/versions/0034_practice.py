"""Whether a database is of a practice programme: said when it is made, and never afterwards.

Revision ID: 0034_practice
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034_practice"
down_revision = "0033_rules_and_groups"
branch_labels = None
depends_on = None

_BEGUN = "EXISTS (SELECT 1 FROM record_line) OR EXISTS (SELECT 1 FROM account)"
_BACK = "NEW.made_at <> OLD.made_at OR NEW.ahead_seconds < OLD.ahead_seconds"
_GUARDS = (
    ("practice_from_its_beginning", "INSERT", _BEGUN),
    ("practice_for_ever", "DELETE", "1 = 1"),
    ("practice_clock_goes_ahead", "UPDATE", _BACK),
)


def upgrade() -> None:
    op.create_table(
        "practice",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ahead_seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_practice_one_row")),
        sa.CheckConstraint("ahead_seconds >= 0", name=op.f("ck_practice_only_ahead")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice")),
    )
    for name, before, when in _GUARDS:
        op.get_context().opts["script"].get_revision("0001").module._make(
            name, "practice", before, when, f"guard:{name}"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name, _before, _when in _GUARDS:
            op.execute(f"DROP FUNCTION {name}() CASCADE")
    op.drop_table("practice")
