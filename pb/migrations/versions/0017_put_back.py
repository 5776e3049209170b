"""Votes that were damaged or missing in a shut box and were found whole in a backup.

Revision ID: 0017_put_back
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017_put_back"
down_revision = "0016_undone"
branch_labels = None
depends_on = None

#: (the guard's name, before what, when)
GUARDS = (("put_back_stays", "UPDATE", "OLD.second_by IS NOT NULL"), ("put_back_is_kept", "DELETE", "1 = 1"))


def upgrade() -> None:
    op.create_table(
        "put_back",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(500), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("marks_hash", sa.String(64), nullable=False),
        sa.Column("first_by", sa.Integer(), nullable=True),
        sa.Column("second_by", sa.Integer(), nullable=True),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.CheckConstraint("votes > 0", name=op.f("ck_put_back_something_is_put_back")),
        sa.CheckConstraint("second_by <> first_by", name=op.f("ck_put_back_two_people_put_back")),
        sa.CheckConstraint("second_by IS NULL OR first_by IS NOT NULL", name=op.f("ck_put_back_first_then_second")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_put_back_round_id")),
        sa.ForeignKeyConstraint(["first_by"], ["account.id"], name=op.f("fk_put_back_first_by")),
        sa.ForeignKeyConstraint(["second_by"], ["account.id"], name=op.f("fk_put_back_second_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_put_back")),
    )
    op.create_index(op.f("ix_put_back_round_id"), "put_back", ["round_id"], unique=False)
    first = op.get_context().opts["script"].get_revision("0001").module
    for name, before, condition in GUARDS:
        first._make(name, "put_back", before, condition, f"guard:{name}")


def downgrade() -> None:
    op.drop_index(op.f("ix_put_back_round_id"), table_name="put_back")
    op.drop_table("put_back")
    if op.get_bind().dialect.name == "postgresql":
        for name, _before, _condition in GUARDS:
            op.execute(f"DROP FUNCTION {name}() CASCADE")
