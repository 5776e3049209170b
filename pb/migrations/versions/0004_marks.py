"""Marks: keyed hashes over rows, their totals, and lines of the record that are marked too.

The columns may be empty: rows that are older have no mark until the program is started (``serve``), which marks
everything once and says so in the record.

Revision ID: 0004_marks
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_marks"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = (
    "account",
    "appointment",
    "ballot_line",
    "ballot_paper_account",
    "batch",
    "box_opening",
    "bundle",
    "counting",
    "criterion",
    "decision",
    "entry",
    "envelope",
    "interest",
    "invitation",
    "kiosk",
    "lot",
    "lot_entry",
    "paper",
    "pot",
    "publication",
    "record_line",
    "round",
    "ruling",
    "signature",
    "stray",
    "team_member",
    "voting_right",
    "voting_session",
)


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


def downgrade() -> None:
    op.drop_table("mark_total")
    op.drop_column("record_line", "totals")
    op.drop_column("box_opening", "left_mark")
    for table in reversed(TABLES):
        op.drop_column(table, "keyed_mark")
