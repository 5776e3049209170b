"""Held votes, and what two people decide where numbers do not add up; the database asks for more before an opening.

Rows stay as they are: both tables begin empty. A round that is open for votes may have to decide about papers before
its ballot box is opened that nobody asked about before.

Revision ID: 0012_account
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012_account"
down_revision = "0011_signing"
branch_labels = None
depends_on = None

#: As they are from now on: (name, table, before what, condition).
GUARDS = (
    (
        "right_gets_its_status_once",
        "voting_right",
        "UPDATE",
        "OLD.status IS NOT NULL AND (NEW.status IS NULL OR NEW.status <> OLD.status) AND NOT "
        "(OLD.status = 'unused' AND NEW.status IN ('cast', 'void') AND EXISTS (SELECT 1 FROM "
        "held_envelope WHERE held_envelope.right_key = OLD.key))",
    ),
    (
        "sessions_are_accounted_first",
        "box_opening",
        "INSERT",
        "EXISTS (SELECT 1 FROM voting_session WHERE voting_session.round_id = NEW.round_id AND NOT "
        "EXISTS (SELECT 1 FROM ballot_paper_account WHERE ballot_paper_account.session_id = "
        "voting_session.id) AND (EXISTS (SELECT 1 FROM voting_right WHERE voting_right.session_id = "
        "voting_session.id AND voting_right.kind = 'paper') OR (voting_session.cancelled_at IS NULL "
        "AND EXISTS (SELECT 1 FROM batch WHERE batch.session_id = voting_session.id))))",
    ),
    (
        "boxes_are_typed_first",
        "box_opening",
        "INSERT",
        "EXISTS (SELECT 1 FROM ballot_paper_account JOIN voting_session ON voting_session.id = ballot_paper_account.session_id "
        "WHERE voting_session.round_id = NEW.round_id "
        "AND (ballot_paper_account.issued > ballot_paper_account.spoiled + ballot_paper_account.taken_away "
        "OR (ballot_paper_account.received > 0 AND voting_session.cancelled_at IS NULL)) "
        "AND NOT EXISTS (SELECT 1 FROM bundle WHERE bundle.session_id = ballot_paper_account.session_id))",
    ),
    (
        "accounts_are_agreed_first",
        "box_opening",
        "INSERT",
        "EXISTS (SELECT 1 FROM ballot_paper_account JOIN voting_session ON voting_session.id = "
        "ballot_paper_account.session_id WHERE voting_session.round_id = NEW.round_id AND "
        "ballot_paper_account.reason <> '' AND ballot_paper_account.agreed_by IS NULL)",
    ),
    (
        "rights_end_first",
        "box_opening",
        "INSERT",
        "EXISTS (SELECT 1 FROM voting_right WHERE voting_right.round_id = NEW.round_id AND "
        "voting_right.kind <> 'code' AND voting_right.status IS NULL)",
    ),
    (
        "discrepancies_are_decided_first",
        "box_opening",
        "INSERT",
        "EXISTS (SELECT 1 FROM batch LEFT JOIN voting_session ON voting_session.id = batch.session_id "
        "WHERE batch.round_id = NEW.round_id AND (batch.session_id IS NULL OR "
        "(voting_session.cancelled_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ballot_paper_account "
        "WHERE ballot_paper_account.session_id = batch.session_id))) AND EXISTS (SELECT 1 FROM paper "
        "WHERE paper.batch_id = batch.id AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.paper_id = "
        "paper.id)) AND NOT EXISTS (SELECT 1 FROM resolution WHERE resolution.batch_id = batch.id AND "
        "resolution.agreed_by IS NOT NULL))",
    ),
    (
        "nothing_is_handed_out_once_it_is_in",
        "voting_right",
        "INSERT",
        "NEW.kind = 'paper' AND NEW.status IS NULL AND EXISTS (SELECT 1 FROM bundle WHERE "
        "bundle.session_id = NEW.session_id AND bundle.cast_at IS NOT NULL)",
    ),
    (
        "resolution_stays",
        "resolution",
        "UPDATE",
        "OLD.agreed_by IS NOT NULL OR NEW.outcome <> OLD.outcome OR NEW.number <> OLD.number",
    ),
    (
        "resolution_is_kept",
        "resolution",
        "DELETE",
        "OLD.agreed_by IS NOT NULL",
    ),
    (
        "held_after_the_opening",
        "held_envelope",
        "INSERT",
        "EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)",
    ),
    (
        "held_stays",
        "held_envelope",
        "UPDATE",
        "OLD.right_key IS NOT NULL",
    ),
    (
        "held_are_decided_first",
        "box_opening",
        "INSERT",
        "EXISTS (SELECT 1 FROM held_envelope WHERE held_envelope.round_id = NEW.round_id)",
    ),
)

#: As they were, of those that there were before.
BEFORE = (
    (
        "right_gets_its_status_once",
        "voting_right",
        "UPDATE",
        "OLD.status IS NOT NULL AND (NEW.status IS NULL OR NEW.status <> OLD.status)",
    ),
    (
        "sessions_are_accounted_first",
        "box_opening",
        "INSERT",
        "EXISTS (SELECT 1 FROM batch WHERE batch.round_id = NEW.round_id AND batch.session_id IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM ballot_paper_account WHERE ballot_paper_account.session_id = batch.session_id))",
    ),
    (
        "boxes_are_typed_first",
        "box_opening",
        "INSERT",
        "EXISTS (SELECT 1 FROM ballot_paper_account JOIN voting_session ON voting_session.id = ballot_paper_account.session_id "
        "WHERE voting_session.round_id = NEW.round_id AND "
        "ballot_paper_account.issued > ballot_paper_account.spoiled + ballot_paper_account.taken_away "
        "AND NOT EXISTS (SELECT 1 FROM bundle WHERE bundle.session_id = ballot_paper_account.session_id))",
    ),
)
_OLD = {name for name, *_ in BEFORE}


def upgrade() -> None:
    _make_held_envelope()
    _make_resolution()
    for name, table, before, condition in GUARDS:
        if name in _OLD:
            _drop(name)
        _first()._make(name, table, before, condition, f"guard:{name}")


def _make_held_envelope() -> None:
    op.create_table(
        "held_envelope",
        sa.Column("right_key", sa.String(32), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kiosk_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(10), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column("assisted", sa.Boolean(), nullable=False),
        sa.Column("attempt_hash", sa.String(64), nullable=False),
        sa.Column("receipt", sa.String(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.CheckConstraint("why IN ('stopped', 'late')", name=op.f("ck_held_envelope_why_is_known")),
        sa.ForeignKeyConstraint(["right_key"], ["voting_right.key"], name=op.f("fk_held_envelope_right_key")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_held_envelope_round_id")),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosk.id"], name=op.f("fk_held_envelope_kiosk_id")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_held_envelope_venue_id")),
        sa.PrimaryKeyConstraint("right_key", name=op.f("pk_held_envelope")),
        sqlite_with_rowid=False,
    )
    for column in ("round_id", "kiosk_id"):
        op.create_index(op.f(f"ix_held_envelope_{column}"), "held_envelope", [column])


def _make_resolution() -> None:
    named = {"batch_id": "batch", "bundle_id": "bundle", "kiosk_id": "kiosk", "session_id": "voting_session"}
    people = {"proposed_by": "account", "agreed_by": "account"}
    checks = {
        "matter_is_known": "matter IN ('batch', 'surplus', 'held', 'sum')",
        "outcome_is_known": "outcome IN ('count', 'leave_out', 'explain')",
        "reason_is_known": "reason IN ('sent_out', 'lent', 'destroyed', 'lost', 'not_recorded', 'carried', 'late', "
        "'not_known', 'voter_was_there', 'voted_again', 'looked_into')",
        "about_a_batch": "(matter = 'batch') = (batch_id IS NOT NULL)",
        "about_a_bundle": "(matter = 'surplus') = (bundle_id IS NOT NULL)",
        "about_a_kiosk": "(matter = 'held') = (kiosk_id IS NOT NULL)",
        "about_a_session": "matter = 'sum' OR session_id IS NULL",
        "something_is_resolved": "number <> 0",
        "two_people_resolve": "agreed_by IS NULL OR agreed_by <> proposed_by",
        "agreed_at_a_time": "(agreed_by IS NULL) = (agreed_at IS NULL)",
    }
    keys = {"round_id": "round", **named, **people}
    op.create_table(
        "resolution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(10), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=True) for column in named),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        *(sa.CheckConstraint(check, name=op.f(f"ck_resolution_{name}")) for name, check in checks.items()),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_resolution_{column}"))
            for column, table in keys.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution")),
    )
    for column in ("round_id", "bundle_id"):
        op.create_index(op.f(f"ix_resolution_{column}"), "resolution", [column])


def downgrade() -> None:
    for name, *_ in reversed(GUARDS):
        _drop(name)
    op.drop_table("resolution")
    op.drop_table("held_envelope")
    for name, table, before, condition in BEFORE:
        _first()._make(name, table, before, condition, f"guard:{name}")


def _drop(name: str) -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")


def _first():
    """The first migration: it knows how a guard is made."""
    return op.get_context().opts["script"].get_revision("0001").module
