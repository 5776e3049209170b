"""The ballot is frozen by two: one person proposes what they were shown, and a steering group member agrees.

Rounds that are frozen stay as they are; nobody proposed their freeze. An appeal can be taken back until a member answers. A
draft whose settings are not all set cannot be published.

Revision ID: 0044_frozen_by_two
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044_frozen_by_two"
down_revision = "0043_finance_and_evaluator"
branch_labels = None
depends_on = None

#: (the guard's name, its table, before what, when)
GUARDS = (
    (
        "freeze_proposed_before_the_freeze",
        "freeze_proposal",
        "INSERT",
        "NEW.agreed_by IS NOT NULL OR NOT EXISTS (SELECT 1 FROM round WHERE round.id = NEW.round_id AND "
        "round.frozen_at IS NULL AND round.source = 'people')",
    ),
    (
        "freeze_proposal_stays",
        "freeze_proposal",
        "UPDATE",
        "OLD.agreed_at IS NOT NULL OR NEW.round_id <> OLD.round_id OR NEW.substitute_id <> OLD.substitute_id OR "
        "NEW.holders <> OLD.holders OR NEW.document <> OLD.document OR NEW.proposed_by <> OLD.proposed_by OR "
        "NEW.proposed_at <> OLD.proposed_at",
    ),
    ("freeze_proposal_kept", "freeze_proposal", "DELETE", "OLD.agreed_at IS NOT NULL"),
    (
        "members_agree_to_the_freeze",
        "freeze_proposal",
        "UPDATE",
        "NEW.agreed_by IS NOT NULL AND NOT EXISTS (SELECT 1 FROM appointment JOIN account ON account.id = "
        "appointment.account_id WHERE account.closed_at IS NULL AND appointment.account_id = NEW.agreed_by AND "
        "appointment.role = 'steering')",
    ),
    (
        "settings_set_before_publishing",
        "round",
        "UPDATE",
        "OLD.draft AND NOT NEW.draft AND EXISTS (SELECT 1 FROM unfinished_section WHERE unfinished_section.round_id = NEW.id "
        "AND unfinished_section.never_set)",
    ),
    (
        "frozen_by_two",
        "round",
        "UPDATE",
        "OLD.frozen_at IS NULL AND NEW.frozen_at IS NOT NULL AND NEW.source = 'people' AND EXISTS (SELECT 1 FROM "
        "ballot_text JOIN project ON project.id = ballot_text.project_id WHERE project.round_id = NEW.id) AND NOT EXISTS (SELECT 1 "
        "FROM freeze_proposal WHERE freeze_proposal.round_id = NEW.id AND freeze_proposal.agreed_at = NEW.frozen_at)",
    ),
)
_ANSWERED = (
    "EXISTS (SELECT 1 FROM assessment WHERE assessment.answers_id = OLD.assessment_id AND "
    "(assessment.agreed_by IS NOT NULL OR assessment.refused_by IS NULL)) OR EXISTS (SELECT 1 FROM assessment AS appealed "
    "WHERE appealed.id = OLD.assessment_id AND appealed.mended_at IS NOT NULL)"
)
CHECKS = (
    ("agreed_by <> proposed_by", "two_people_freeze"),
    ("(agreed_by IS NULL) = (agreed_at IS NULL)", "agreed_by_somebody"),
)
KEYS = (("round_id", "round"), ("substitute_id", "account"), ("proposed_by", "account"), ("agreed_by", "account"))


def upgrade() -> None:
    op.create_table(
        "freeze_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("substitute_id", sa.Integer(), nullable=False),
        sa.Column("holders", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        *(sa.CheckConstraint(check, name=op.f(f"ck_freeze_proposal_{name}")) for check, name in CHECKS),
        *(sa.ForeignKeyConstraint([of], [f"{to}.id"], name=op.f(f"fk_freeze_proposal_{of}")) for of, to in KEYS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freeze_proposal")),
        sa.UniqueConstraint("round_id", name=op.f("uq_freeze_proposal_round_id")),
    )
    _drop_if_there("settings_set_before_publishing")  # where 0041 was run while it made this guard as well
    for name, table, before, condition in GUARDS:
        _make(name, table, before, condition)
    _keep_appeals(_ANSWERED)


def _make(name: str, table: str, before: str, condition: str) -> None:
    op.get_context().opts["script"].get_revision("0001").module._make(name, table, before, condition, f"guard:{name}")


def _drop_if_there(name: str) -> None:
    op.execute(f"DROP FUNCTION IF EXISTS {name}() CASCADE" if _is_postgresql() else f"DROP TRIGGER IF EXISTS {name}")


def _keep_appeals(when: str) -> None:
    """In place of the guard that was there."""
    op.execute("DROP FUNCTION appeal_kept() CASCADE" if _is_postgresql() else "DROP TRIGGER appeal_kept")
    _make("appeal_kept", "appeal", "DELETE", when)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def downgrade() -> None:
    _keep_appeals("1 = 1")
    for name, table, _before, _condition in GUARDS:
        if _is_postgresql():
            op.execute(f"DROP FUNCTION {name}() CASCADE")
        elif table != "freeze_proposal":
            op.execute(f"DROP TRIGGER {name}")
    op.drop_table("freeze_proposal")
