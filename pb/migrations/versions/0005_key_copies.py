"""Two people say that the copies of an opened round's key are destroyed.

Revision ID: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

GUARDS = (
    ("key_destruction_stays", "UPDATE", "OLD.second_by IS NOT NULL OR NEW.first_by <> OLD.first_by"),
    ("key_destruction_kept", "DELETE", "1 = 1"),
)


def upgrade() -> None:
    op.create_table(
        "key_destruction",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("first_by", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_by", sa.Integer(), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "second_by IS NULL OR second_by <> first_by", name=op.f("ck_key_destruction_two_people_see_it")
        ),
        sa.CheckConstraint(
            "(second_by IS NULL) = (second_at IS NULL)", name=op.f("ck_key_destruction_seen_at_a_time")
        ),
        sa.ForeignKeyConstraint(["first_by"], ["account.id"], name=op.f("fk_key_destruction_first_by")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["box_opening.round_id"], name=op.f("fk_key_destruction_round_id")
        ),
        sa.ForeignKeyConstraint(["second_by"], ["account.id"], name=op.f("fk_key_destruction_second_by")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_key_destruction")),
    )
    first = op.get_context().opts["script"].get_revision("0001").module
    for name, before, condition in GUARDS:
        first._make(name, "key_destruction", before, condition, f"guard:{name}")


def downgrade() -> None:
    op.drop_table("key_destruction")
    if op.get_bind().dialect.name == "postgresql":
        for name, _before, _condition in GUARDS:
            op.execute(f"DROP FUNCTION {name}() CASCADE")
