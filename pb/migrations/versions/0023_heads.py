"""Voting sessions have hours: a margin of the round, and a day on which they were kept open for longer. Voters are
counted there, and each kiosk counts wrong PINs and visits that were very short.

Older rounds have no margin of their own and keep the fingerprint of their ballot.

Revision ID: 0023_heads
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023_heads"
down_revision = "0022_stand_in"
branch_labels = None
depends_on = None

_ACCOUNTED = "EXISTS (SELECT 1 FROM ballot_paper_account WHERE ballot_paper_account.session_id = NEW.{key})"
#: Triggers: name, table, before which act, when. Copied from the models on the day of this migration.
GUARDS = [
    (
        "accounted_session_is_not_extended",
        "voting_session",
        "UPDATE",
        "NEW.extended_until IS NOT NULL AND (OLD.extended_until IS NULL OR NEW.extended_until <> OLD.extended_until) "
        "AND " + _ACCOUNTED.format(key="id"),
    ),
    (
        "voting_right_before_the_account",
        "voting_right",
        "INSERT",
        "NEW.kind = 'opening' AND NEW.status IS NULL AND " + _ACCOUNTED.format(key="session_id"),
    ),
    ("kiosk_before_the_account", "kiosk", "INSERT", _ACCOUNTED.format(key="session_id")),
]
#: A session at which ballots were opened on tablets needs an account too, from now on.
_FIRST = ("sessions_are_accounted_first", "box_opening", "INSERT")
_NOT_ACCOUNTED = (
    "EXISTS (SELECT 1 FROM voting_session WHERE voting_session.round_id = NEW.round_id AND NOT "
    "EXISTS (SELECT 1 FROM ballot_paper_account WHERE ballot_paper_account.session_id = "
    "voting_session.id) AND (EXISTS (SELECT 1 FROM voting_right WHERE voting_right.session_id = "
    "voting_session.id AND voting_right.kind {}) OR (voting_session.cancelled_at IS NULL "
    "AND EXISTS (SELECT 1 FROM batch WHERE batch.session_id = voting_session.id))))"
)


def upgrade() -> None:
    op.add_column("voting_session", sa.Column("extended_until", sa.DateTime(timezone=True), nullable=True))
    # Said in SQL: a copy of the table, as SQLite needs one for a CHECK, would lose its guards.
    op.execute(
        "ALTER TABLE round ADD COLUMN session_margin_minutes INTEGER "
        "CONSTRAINT ck_round_margin_is_short CHECK (session_margin_minutes BETWEEN 0 AND 120)"
    )
    _tables()
    _drop("sessions_are_accounted_first")
    first = op.get_context().opts["script"].get_revision("0001").module
    for name, table, before, condition in (*GUARDS, (*_FIRST, _NOT_ACCOUNTED.format("IN ('paper', 'opening')"))):
        first._make(name, table, before, condition, f"guard:{name}")


def _drop(guard: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {guard}() CASCADE")  # and its triggers
    else:
        op.execute(f"DROP TRIGGER {guard}")


def _tables() -> None:
    op.create_table(
        "head_count",
        sa.Column("session_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("counted_by", sa.String(100), nullable=False),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.CheckConstraint("heads >= 0", name=op.f("ck_head_count_heads_are_counted")),
        sa.CheckConstraint("counted_by <> ''", name=op.f("ck_head_count_somebody_counted")),
        sa.ForeignKeyConstraint(["session_id"], ["voting_session.id"], name=op.f("fk_head_count_session_id")),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_head_count")),
    )
    op.create_table(
        "kiosk_tally",
        sa.Column("kiosk_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wrong_next", sa.Integer(), nullable=False),
        sa.Column("wrong_leave", sa.Integer(), nullable=False),
        sa.Column("next_in_a_row", sa.Integer(), nullable=False),
        sa.Column("leave_in_a_row", sa.Integer(), nullable=False),
        sa.Column("short_turns", sa.Integer(), nullable=False),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.CheckConstraint(
            "wrong_next >= 0 AND wrong_leave >= 0 AND next_in_a_row >= 0 AND leave_in_a_row >= 0 AND short_turns >= 0",
            name=op.f("ck_kiosk_tally_numbers_are_counts"),
        ),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosk.id"], name=op.f("fk_kiosk_tally_kiosk_id")),
        sa.PrimaryKeyConstraint("kiosk_id", name=op.f("pk_kiosk_tally")),
    )


def downgrade() -> None:
    for name in (_FIRST[0], *(name for name, *_ in reversed(GUARDS))):
        _drop(name)
    first = op.get_context().opts["script"].get_revision("0001").module
    first._make(*_FIRST, _NOT_ACCOUNTED.format("= 'paper'"), f"guard:{_FIRST[0]}")
    op.drop_table("kiosk_tally")
    op.drop_table("head_count")
    op.drop_column("round", "session_margin_minutes")
    op.drop_column("voting_session", "extended_until")
