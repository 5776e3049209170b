"""Two people decide on an application.

Rounds that exist are older than the setting: it stays empty there, and one person decides as before, because nobody can
change a marked row without the key, and because what groups and members were told of these rounds stays true. A
coordinator can switch it on until the freeze.

There is no way back while a proposal is kept to which nobody has agreed: an older version would take it for a decision.

Revision ID: 0031_assessed_by_two
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031_assessed_by_two"
down_revision = "0030_forgotten_passwords"
branch_labels = None
depends_on = None

_ASKS_FOR_TWO = (
    "EXISTS (SELECT 1 FROM project JOIN round ON round.id = project.round_id WHERE project.id = NEW.project_id "
    "AND round.assessed_by_two)"
)
_MEMBER = (
    "EXISTS (SELECT 1 FROM appointment JOIN account ON account.id = appointment.account_id WHERE account.closed_at IS NULL "
    "AND appointment.account_id = {person} AND appointment.role = 'steering')"
)
GUARDS = (
    (
        "assessment_takes_two",
        "assessment",
        "INSERT",
        f"NEW.agreed_by IS NOT NULL OR NEW.refused_by IS NOT NULL OR (NEW.rests_on IS NULL AND {_ASKS_FOR_TWO})",
    ),
    (
        "members_agree_to_assessments",
        "assessment",
        "UPDATE",
        "NEW.agreed_by IS NOT NULL AND OLD.agreed_by IS NULL AND NOT "
        f"({_MEMBER.format(person='NEW.made_by')} AND {_MEMBER.format(person='NEW.agreed_by')})",
    ),
    (
        "assessment_stays",
        "assessment",
        "UPDATE",
        "OLD.refused_by IS NOT NULL OR NEW.project_id <> OLD.project_id OR NEW.outcome <> OLD.outcome "
        "OR NEW.reason <> OLD.reason OR NEW.unmet <> OLD.unmet OR NEW.made_by <> OLD.made_by OR NEW.made_at <> OLD.made_at "
        "OR COALESCE(NEW.unmet_questions, '') <> COALESCE(OLD.unmet_questions, '') "
        "OR COALESCE(NEW.rests_on, '') <> COALESCE(OLD.rests_on, '') OR (OLD.agreed_by IS NOT NULL AND "
        "(NEW.agreed_by IS NULL OR NEW.agreed_by <> OLD.agreed_by OR NEW.agreed_at <> OLD.agreed_at))",
    ),
    ("assessment_kept", "assessment", "DELETE", "1 = 1"),
    (
        "two_go_on_assessing",
        "round",
        "UPDATE",
        "OLD.assessed_by_two AND (NEW.assessed_by_two IS NULL OR NOT NEW.assessed_by_two) AND EXISTS (SELECT 1 FROM "
        "assessment JOIN project ON project.id = assessment.project_id WHERE project.round_id = NEW.id)",
    ),
)
CHECKS = (
    ("two_assess", "agreed_by <> made_by"),
    ("agreed_by_somebody", "(agreed_by IS NULL) = (agreed_at IS NULL)"),
    ("refused_by_somebody", "(refused_by IS NULL) = (refused_at IS NULL)"),
    ("agreed_or_refused", "agreed_by IS NULL OR refused_by IS NULL"),
    ("proposals_rest", "rests_on IS NOT NULL OR (agreed_by IS NULL AND refused_by IS NULL)"),
    ("what_counts_is_mended", "mended_at IS NULL OR rests_on IS NULL OR agreed_by IS NOT NULL"),
)
_WAITS = sa.text("rests_on IS NOT NULL AND agreed_by IS NULL AND refused_by IS NULL")
_NOT_AGREED = "SELECT count(*) FROM assessment WHERE rests_on IS NOT NULL AND agreed_by IS NULL"


def upgrade() -> None:
    op.add_column("round", sa.Column("assessed_by_two", sa.Boolean(), nullable=True))
    with op.batch_alter_table("assessment") as batch:
        batch.add_column(sa.Column("rests_on", sa.String(20), nullable=True))
        for who in ("agreed", "refused"):
            batch.add_column(sa.Column(f"{who}_by", sa.Integer(), nullable=True))
            batch.add_column(sa.Column(f"{who}_at", sa.DateTime(timezone=True), nullable=True))
            batch.create_foreign_key(op.f(f"fk_assessment_{who}_by"), "account", [f"{who}_by"], ["id"])
        for name, check in CHECKS:
            batch.create_check_constraint(op.f(f"ck_assessment_{name}"), check)
    op.create_index(
        "uq_proposed_assessment",
        "assessment",
        ["project_id"],
        unique=True,
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
    first = op.get_context().opts["script"].get_revision("0001").module
    for name, table, before, condition in GUARDS:
        first._make(name, table, before, condition, f"guard:{name}")


def downgrade() -> None:
    if op.get_bind().execute(sa.text(_NOT_AGREED)).scalar():
        raise RuntimeError("There are proposed decisions to which nobody agreed. An older version would let them count.")
    for name, *_ in GUARDS:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {name}() CASCADE")  # and its triggers
        else:
            op.execute(f"DROP TRIGGER {name}")
    op.drop_index("uq_proposed_assessment", table_name="assessment")
    with op.batch_alter_table("assessment") as batch:
        for name, _check in CHECKS:
            batch.drop_constraint(op.f(f"ck_assessment_{name}"), type_="check")
        for who in ("refused", "agreed"):
            batch.drop_constraint(op.f(f"fk_assessment_{who}_by"), type_="foreignkey")
            batch.drop_column(f"{who}_at")
            batch.drop_column(f"{who}_by")
        batch.drop_column("rests_on")
    op.drop_column("round", "assessed_by_two")
