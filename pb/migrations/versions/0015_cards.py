"""Where the printed cards are: stacks that went out to a place, and what two people counted of them.

Revision ID: 0015_cards
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015_cards"
down_revision = "0014_queue"
branch_labels = None
depends_on = None

#: (the guard's name, before what, when)
GUARDS = (
    (
        "card_in_one_stack",
        "INSERT",
        "EXISTS (SELECT 1 FROM card_stack AS other WHERE other.round_id = NEW.round_id AND other.first <= NEW.last "
        "AND other.last >= NEW.first)",
    ),
    (
        "card_stack_stays",
        "UPDATE",
        "OLD.confirmed_by IS NOT NULL OR NEW.first <> OLD.first OR NEW.last <> OLD.last",
    ),
    ("counted_cards_are_kept", "DELETE", "OLD.counted_by IS NOT NULL"),
)
CHECKS = (
    ("stack_has_cards", "first <= last"),
    ("counts_are_counts", "handed_out >= 0 AND came_back >= 0 AND cancelled >= 0"),
    (
        "counted_whole",
        "(counted_by IS NULL) = (handed_out IS NULL) AND (counted_by IS NULL) = (came_back IS NULL) "
        "AND (counted_by IS NULL) = (cancelled IS NULL)",
    ),
    ("two_people_count", "confirmed_by <> counted_by"),
    ("counted_first", "confirmed_by IS NULL OR counted_by IS NOT NULL"),
    (
        "a_difference_has_a_reason",
        "counted_by IS NULL OR reason <> '' OR handed_out + came_back + cancelled = last - first + 1",
    ),
)


def upgrade() -> None:
    op.create_table(
        "card_stack",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(80), nullable=False),
        sa.Column("handed_out", sa.Integer(), nullable=True),
        sa.Column("came_back", sa.Integer(), nullable=True),
        sa.Column("cancelled", sa.Integer(), nullable=True),
        sa.Column("back_numbers", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("counted_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        *(sa.CheckConstraint(check, name=op.f(f"ck_card_stack_{name}")) for name, check in CHECKS),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_card_stack_round_id")),
        sa.ForeignKeyConstraint(["counted_by"], ["account.id"], name=op.f("fk_card_stack_counted_by")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["account.id"], name=op.f("fk_card_stack_confirmed_by")),
        sa.PrimaryKeyConstraint("round_id", "first", name=op.f("pk_card_stack")),
    )
    first = op.get_context().opts["script"].get_revision("0001").module
    for name, before, condition in GUARDS:
        first._make(name, "card_stack", before, condition, f"guard:{name}")


def downgrade() -> None:
    op.drop_table("card_stack")
    if op.get_bind().dialect.name == "postgresql":
        for name, _before, _condition in GUARDS:
            op.execute(f"DROP FUNCTION {name}() CASCADE")
