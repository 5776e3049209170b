"""A typing error on the frozen ballot is put right by two people, before anybody has begun to vote.

Revision ID: 0039_text_corrections
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039_text_corrections"
down_revision = "0038_drafts_and_endings"
branch_labels = None
depends_on = None

_ACTS_NOW = (
    "SELECT 1 FROM decision AS now WHERE now.round_id = NEW.round_id AND now.kind = 'stand_in' AND now.agreed_at IS "
    "NOT NULL AND NOT EXISTS (SELECT 1 FROM decision AS undo WHERE undo.undoes_id = now.id AND undo.agreed_at IS NOT NULL)"
)
GUARDS = (
    (
        "corrected_before_papers_are_out_insert",
        "INSERT",
        "EXISTS (SELECT 1 FROM batch WHERE batch.round_id = NEW.round_id AND batch.session_id IS NULL) OR "
        "EXISTS (SELECT 1 FROM bundle WHERE bundle.round_id = NEW.round_id) OR EXISTS (SELECT 1 FROM "
        "ballot_paper_account JOIN voting_session ON voting_session.id = ballot_paper_account.session_id "
        "WHERE voting_session.round_id = NEW.round_id AND ballot_paper_account.issued > 0)",
    ),
    (
        "corrected_before_papers_are_out_update",
        "UPDATE",
        "EXISTS (SELECT 1 FROM batch WHERE batch.round_id = NEW.round_id AND batch.session_id IS NULL) OR "
        "EXISTS (SELECT 1 FROM bundle WHERE bundle.round_id = NEW.round_id) OR EXISTS (SELECT 1 FROM "
        "ballot_paper_account JOIN voting_session ON voting_session.id = ballot_paper_account.session_id "
        "WHERE voting_session.round_id = NEW.round_id AND ballot_paper_account.issued > 0)",
    ),
    (
        "corrected_on_this_ballot",
        "INSERT",
        "NEW.agreed_by IS NOT NULL OR NOT EXISTS (SELECT 1 FROM ballot_line JOIN round ON round.id = "
        "ballot_line.round_id WHERE ballot_line.round_id = NEW.round_id AND ballot_line.project_id = "
        "NEW.project_id AND round.frozen_at IS NOT NULL AND round.source = 'people')",
    ),
    (
        "correction_stands",
        "UPDATE",
        "OLD.agreed_at IS NOT NULL OR NEW.round_id <> OLD.round_id OR NEW.project_id <> OLD.project_id OR "
        "NEW.title <> OLD.title OR NEW.body <> OLD.body OR NEW.picture_alt <> OLD.picture_alt OR "
        "NEW.old_title <> OLD.old_title OR NEW.old_body <> OLD.old_body OR NEW.old_picture_alt <> "
        "OLD.old_picture_alt OR NEW.reason <> OLD.reason OR NEW.proposed_by <> OLD.proposed_by OR "
        "NEW.proposed_at <> OLD.proposed_at OR COALESCE(NEW.sound_id, 0) <> COALESCE(OLD.sound_id, 0) OR "
        "COALESCE(NEW.old_sound_id, 0) <> COALESCE(OLD.old_sound_id, 0)",
    ),
    (
        "correction_kept",
        "DELETE",
        "OLD.agreed_at IS NOT NULL",
    ),
    (
        "members_agree_to_corrections",
        "UPDATE",
        "NEW.agreed_by IS NOT NULL AND EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = "
        "NEW.round_id) AND NOT EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id "
        "AND round_member.account_id = NEW.agreed_by)",
    ),
    (
        "who_acts_agrees_to_corrections",
        "UPDATE",
        f"NEW.agreed_by IS NOT NULL AND (EXISTS ({_ACTS_NOW} AND now.member_id = NEW.agreed_by) OR (NOT EXISTS"
        f" ({_ACTS_NOW}) AND EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id AND"
        " round_member.account_id = NEW.agreed_by AND round_member.substitute)))",
    ),
    (
        "corrected_before_the_first_vote_insert",
        "INSERT",
        "EXISTS (SELECT 1 FROM voting_right WHERE voting_right.round_id = NEW.round_id AND (voting_right.kind"
        " <> 'code' OR voting_right.status IN ('cast', 'exchanged'))) OR EXISTS (SELECT 1 FROM turnout WHERE "
        "turnout.round_id = NEW.round_id) OR EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = "
        "NEW.round_id)",
    ),
    (
        "corrected_before_the_first_vote_update",
        "UPDATE",
        "EXISTS (SELECT 1 FROM voting_right WHERE voting_right.round_id = NEW.round_id AND (voting_right.kind"
        " <> 'code' OR voting_right.status IN ('cast', 'exchanged'))) OR EXISTS (SELECT 1 FROM turnout WHERE "
        "turnout.round_id = NEW.round_id) OR EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = "
        "NEW.round_id)",
    ),
)
CHECKS = (
    ("agreed_by <> proposed_by", "two_people_correct"),
    ("(agreed_by IS NULL) = (agreed_at IS NULL)", "agreed_by_somebody"),
    ("(agreed_by IS NULL) = (old_hash IS NULL)", "old_hash_is_kept"),
    ("(agreed_by IS NULL) = (new_hash IS NULL)", "hash_is_made_anew"),
    ("reason <> ''", "corrected_for_a_reason"),
    ("sound_id IS NULL OR sound_id = old_sound_id", "no_other_sound"),
    ("title <> old_title OR body <> old_body OR picture_alt <> old_picture_alt", "something_is_corrected"),
)
KEYS = (
    ("round_id", "round"),
    ("project_id", "project"),
    ("old_sound_id", "media"),
    ("sound_id", "media"),
    ("proposed_by", "account"),
    ("agreed_by", "account"),
)
_WAITS = sa.text("agreed_by IS NULL")


def upgrade() -> None:
    op.create_table(
        "text_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("old_title", sa.String(200), nullable=False),
        sa.Column("old_body", sa.Text(), nullable=False),
        sa.Column("old_picture_alt", sa.String(200), nullable=False),
        sa.Column("old_sound_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("picture_alt", sa.String(200), nullable=False),
        sa.Column("sound_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("old_hash", sa.String(64), nullable=True),
        sa.Column("new_hash", sa.String(64), nullable=True),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        *(sa.CheckConstraint(check, name=op.f(f"ck_text_correction_{name}")) for check, name in CHECKS),
        *(sa.ForeignKeyConstraint([of], [f"{to}.id"], name=op.f(f"fk_text_correction_{of}")) for of, to in KEYS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_correction")),
    )
    for column in ("round_id", "project_id"):
        op.create_index(op.f(f"ix_text_correction_{column}"), "text_correction", [column])
    op.create_index(
        "uq_waiting_correction",
        "text_correction",
        ["project_id"],
        unique=True,
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
    first = op.get_context().opts["script"].get_revision("0001").module
    for name, before, condition in GUARDS:
        first._make(name, "text_correction", before, condition, f"guard:{name}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name, _before, _condition in GUARDS:
            op.execute(f"DROP FUNCTION {name}() CASCADE")
    op.drop_table("text_correction")
