"""Ballots that were checked instead of cast. The table begins empty.

Revision ID: 0109_tablet_checks
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0109_tablet_checks"
down_revision = "0098_movements"
branch_labels = None
depends_on = None

#: (the guard's name, its table, before what, when)
GUARDS = (
    (
        "checked_before_the_opening",
        "tablet_check",
        "INSERT",
        "EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)",
    ),
    ("checked_stays", "tablet_check", "UPDATE", "OLD.code IS NOT NULL"),
    (
        "checked_is_never_cast",
        "held_envelope",
        "INSERT",
        "EXISTS (SELECT 1 FROM tablet_check WHERE tablet_check.right_key = NEW.right_key)",
    ),
)


def upgrade() -> None:
    op.create_table(
        "tablet_check",
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("right_key", sa.String(32), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kiosk_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.String(1024), nullable=True),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_tablet_check_round_id")),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosk.id"], name=op.f("fk_tablet_check_kiosk_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_tablet_check")),
        sqlite_with_rowid=False,
    )
    for column in ("round_id", "kiosk_id"):
        op.create_index(op.f(f"ix_tablet_check_{column}"), "tablet_check", [column])
    op.create_index("uq_tablet_check_right", "tablet_check", ["right_key"], unique=True)
    make = op.get_context().opts["script"].get_revision("0001").module._make
    for name, table, before, when in GUARDS:
        make(name, table, before, when, f"guard:{name}")


def downgrade() -> None:
    if op.get_bind().execute(sa.text("SELECT count(*) FROM tablet_check")).scalar():
        raise RuntimeError("Ballots were checked instead of cast. An older version does not know them.")
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, *_ in GUARDS:
        if table == "held_envelope" or is_postgresql:
            op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")
    op.drop_table("tablet_check")
