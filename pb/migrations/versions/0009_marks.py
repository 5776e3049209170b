"""Marks: keyed hashes over rows, their totals, and lines of the record that are marked too.

The columns may be empty: rows that are older have no mark until the program is started (``serve``), which marks
everything once and says so in the record.

Revision ID: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = (
    "account",
    "appointment",
    "appointment_proposal",
    "assessment",
    "ballot_line",
    "ballot_paper_account",
    "ballot_text",
    "batch",
    "box_opening",
    "bundle",
    "card_pack",
    "cost_line",
    "counting",
    "criterion",
    "decision",
    "entry",
    "envelope",
    "interest",
    "invitation",
    "key_destruction",
    "kiosk",
    "last_read",
    "lot",
    "lot_entry",
    "media",
    "paper",
    "pot",
    "project",
    "publication",
    "record_line",
    "round",
    "round_member",
    "ruling",
    "signature",
    "stray",
    "team_member",
    "venue",
    "voting_right",
    "voting_session",
)

#: What nobody changes once the box is open: (the guard's name, before what).
GUARDS = (("set_aside_stays", "UPDATE"), ("set_aside_is_kept", "DELETE"))


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("keyed_mark", sa.String(64), nullable=True))
    op.add_column("box_opening", sa.Column("left_mark", sa.String(64), nullable=True))
    op.add_column("record_line", sa.Column("totals", sa.String(64), nullable=True))
    op.create_table(
        "mark_total",
        sa.Column("table_name", sa.String(40), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("total", sa.String(64), nullable=False),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.PrimaryKeyConstraint("table_name", name="pk_mark_total"),
    )
    op.create_table(
        "set_aside",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=False),
        sa.Column("also_confirmed_by", sa.Integer(), nullable=False),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.CheckConstraint(
            "reason IN ('does_not_open', 'wrong_mark', 'without_right', 'missing', 'not_allowed', 'days_differ', "
            "'cards_differ', 'record_differs')",
            name=op.f("ck_set_aside_reason_is_known"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_set_aside_something_is_set_aside")),
        sa.CheckConstraint("confirmed_by <> also_confirmed_by", name=op.f("ck_set_aside_two_people_confirm")),
        sa.ForeignKeyConstraint(["round_id"], ["box_opening.round_id"], name=op.f("fk_set_aside_round_id")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["account.id"], name=op.f("fk_set_aside_confirmed_by")),
        sa.ForeignKeyConstraint(["also_confirmed_by"], ["account.id"], name=op.f("fk_set_aside_also_confirmed_by")),
        sa.PrimaryKeyConstraint("round_id", "reason", name=op.f("pk_set_aside")),
    )
    first = op.get_context().opts["script"].get_revision("0001").module
    for name, before in GUARDS:
        first._make(name, "set_aside", before, "1 = 1", f"guard:{name}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name, _before in GUARDS:
            op.execute(f"DROP FUNCTION {name}() CASCADE")
    op.drop_table("set_aside")
    op.drop_table("mark_total")
    op.drop_column("record_line", "totals")
    op.drop_column("box_opening", "left_mark")
    for table in reversed(TABLES):
        op.drop_column(table, "keyed_mark")
