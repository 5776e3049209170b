"""Groups appeal against decisions, and agree to their ballot texts.

Rounds that exist are older than these settings: they stay empty there, so nobody can appeal, a change may come until the
freeze, and the freeze waits for no group. That is what their groups were told. A coordinator can switch each on.

There is no way back while an appeal waits for its answer: an older version would forget it.

Revision ID: 0040_appeals_and_agreements
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040_appeals_and_agreements"
down_revision = "0039_text_corrections"
branch_labels = None
depends_on = None

SETTINGS = ("appeal_days", "fix_days", "silence_days")
_OPEN = (
    "EXISTS (SELECT 1 FROM appeal JOIN assessment AS appealed ON appealed.id = appeal.assessment_id WHERE "
    "appealed.project_id = NEW.project_id AND appealed.mended_at IS NULL AND NOT EXISTS (SELECT 1 FROM assessment AS answer "
    "WHERE answer.answers_id = appealed.id AND answer.agreed_by IS NOT NULL))"
)
OF_TABLES = (
    (
        "appeal_is_allowed",
        "appeal",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM assessment JOIN project ON project.id = assessment.project_id JOIN round ON "
        "round.id = project.round_id WHERE assessment.id = NEW.assessment_id AND assessment.outcome <> 'eligible' "
        "AND assessment.answers_id IS NULL AND assessment.appeal_until IS NOT NULL AND assessment.mended_at IS NULL "
        "AND (assessment.rests_on IS NULL OR assessment.agreed_by IS NOT NULL) AND project.withdrawn_at IS NULL "
        "AND round.frozen_at IS NULL)",
    ),
    ("appeal_stays", "appeal", "UPDATE", "1 = 1"),
    ("appeal_kept", "appeal", "DELETE", "1 = 1"),
    ("text_answer_stays", "text_answer", "UPDATE", "1 = 1"),
    ("text_answer_kept", "text_answer", "DELETE", "1 = 1"),
    (
        "text_answer_before_the_freeze",
        "text_answer",
        "INSERT",
        "EXISTS (SELECT 1 FROM project JOIN round ON round.id = project.round_id WHERE project.id = NEW.project_id "
        "AND round.frozen_at IS NOT NULL)",
    ),
)
OF_ASSESSMENTS = (
    ("appeals_are_answered_insert", "assessment", "INSERT", f"NEW.answers_id IS NULL AND {_OPEN}"),
    (
        "appeals_are_answered_update",
        "assessment",
        "UPDATE",
        f"NEW.agreed_by IS NOT NULL AND OLD.agreed_by IS NULL AND NEW.answers_id IS NULL AND {_OPEN}",
    ),
    (
        "others_answer_appeals_insert",
        "assessment",
        "INSERT",
        "NEW.answers_id IS NOT NULL AND (NEW.rests_on IS NULL OR NOT EXISTS (SELECT 1 FROM appeal JOIN assessment AS "
        "appealed ON appealed.id = appeal.assessment_id WHERE appealed.id = NEW.answers_id AND appealed.project_id = "
        "NEW.project_id AND NEW.made_by <> appealed.made_by AND NEW.made_by <> COALESCE(appealed.agreed_by, 0)))",
    ),
    (
        "others_answer_appeals_update",
        "assessment",
        "UPDATE",
        "EXISTS (SELECT 1 FROM assessment AS appealed WHERE appealed.id = NEW.answers_id "
        "AND NEW.agreed_by IN (appealed.made_by, appealed.agreed_by))",
    ),
    (
        "assessment_days_stay",
        "assessment",
        "UPDATE",
        "COALESCE(NEW.answers_id, 0) <> COALESCE(OLD.answers_id, 0) OR ((OLD.rests_on IS NULL OR OLD.agreed_by IS NOT NULL) "
        "AND ((NEW.appeal_until IS NULL) <> (OLD.appeal_until IS NULL) OR NEW.appeal_until <> OLD.appeal_until "
        "OR (NEW.mend_by IS NULL) <> (OLD.mend_by IS NULL) OR NEW.mend_by <> OLD.mend_by))",
    ),
)
_COMING = (
    "(came_by = 'online') = (recorded_by IS NULL)",
    "(came_by = 'online') = (said_by = '')",
    "came_by IN ('online', 'paper', 'telephone')",
)
_WAITING = (
    "SELECT count(*) FROM appeal JOIN assessment AS appealed ON appealed.id = appeal.assessment_id WHERE "
    "appealed.mended_at IS NULL AND NOT EXISTS (SELECT 1 FROM assessment AS answer WHERE answer.answers_id = appealed.id "
    "AND answer.agreed_by IS NOT NULL)"
)


def upgrade() -> None:
    for name in SETTINGS:
        op.add_column("round", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("round", sa.Column("texts_agreed", sa.Boolean(), nullable=True))
    op.add_column("ballot_text", sa.Column("silence_until", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("assessment") as batch:
        batch.add_column(sa.Column("answers_id", sa.Integer(), nullable=True))
        for name in ("appeal_until", "mend_by"):
            batch.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(op.f("fk_assessment_answers_id"), "assessment", ["answers_id"], ["id"])
    by_staff, of_somebody, known = _COMING
    op.create_table(
        "appeal",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        *_what_was_said(),
        sa.CheckConstraint("message <> ''", name=op.f("ck_appeal_appeal_has_message")),
        sa.CheckConstraint(known, name=op.f("ck_appeal_appeal_came_by_is_known")),
        sa.CheckConstraint(by_staff, name=op.f("ck_appeal_recorded_by_staff")),
        sa.CheckConstraint(of_somebody, name=op.f("ck_appeal_recorded_of_somebody")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_appeal_assessment_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_appeal_recorded_by")),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_appeal")),
    )
    op.create_table(
        "text_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(64), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        *_what_was_said(),
        sa.CheckConstraint("agrees = (message = '')", name=op.f("ck_text_answer_change_has_message")),
        sa.CheckConstraint(known, name=op.f("ck_text_answer_answer_came_by_is_known")),
        sa.CheckConstraint(by_staff, name=op.f("ck_text_answer_recorded_by_staff")),
        sa.CheckConstraint(of_somebody, name=op.f("ck_text_answer_recorded_of_somebody")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_text_answer_project_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_text_answer_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_answer")),
    )
    op.create_index(op.f("ix_text_answer_project_id"), "text_answer", ["project_id"])
    first = op.get_context().opts["script"].get_revision("0001").module
    for name, table, before, condition in (*OF_TABLES, *OF_ASSESSMENTS):
        first._make(name, table, before, condition, f"guard:{name}")


def _what_was_said() -> tuple[sa.Column, ...]:
    return (
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("came_by", sa.String(10), nullable=False),
        sa.Column("said_by", sa.String(100), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
    )


def downgrade() -> None:
    if op.get_bind().execute(sa.text(_WAITING)).scalar():
        raise RuntimeError("There are appeals without an answer. An older version would forget them.")
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, *_ in (*OF_ASSESSMENTS, *(OF_TABLES if postgresql else ())):
        op.execute(f"DROP FUNCTION {name}() CASCADE" if postgresql else f"DROP TRIGGER {name}")
    op.drop_table("text_answer")
    op.drop_table("appeal")
    with op.batch_alter_table("assessment") as batch:
        batch.drop_constraint(op.f("fk_assessment_answers_id"), type_="foreignkey")
        for name in ("mend_by", "appeal_until", "answers_id"):
            batch.drop_column(name)
    op.drop_column("ballot_text", "silence_until")
    for name in ("texts_agreed", *reversed(SETTINGS)):
        op.drop_column("round", name)
