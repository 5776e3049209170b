"""Lost security codes are replaced by two people.

Revision ID: 0021_code_replacements
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021_code_replacements"
down_revision = "0020_security_codes"
branch_labels = None
depends_on = None

MAY = (
    "EXISTS (SELECT 1 FROM appointment JOIN account ON account.id = appointment.account_id WHERE account.closed_at IS NULL "
    "AND appointment.account_id = {person} AND appointment.role IN ('coordinator', 'steering'))"
)
GUARDS = (
    (
        "who_proposes_to_replace_codes",
        "INSERT",
        f"NEW.agreed_by IS NOT NULL OR NEW.refused_by IS NOT NULL OR NOT {MAY.format(person='NEW.proposed_by')}",
    ),
    (
        "who_agrees_to_replace_codes",
        "UPDATE",
        f"NEW.agreed_by IS NOT NULL AND NOT {MAY.format(person='NEW.agreed_by')}",
    ),
    (
        "code_replacement_stays",
        "UPDATE",
        "OLD.agreed_by IS NOT NULL OR OLD.refused_by IS NOT NULL OR NEW.account_id <> OLD.account_id "
        "OR NEW.proposed_by <> OLD.proposed_by",
    ),
    ("code_replacement_kept", "DELETE", "1 = 1"),
)
CHECKS = (
    ("proposed_by <> account_id", "nobody_proposes_for_themselves"),
    ("agreed_by <> proposed_by", "two_people_replace"),
    ("agreed_by <> account_id", "nobody_agrees_for_themselves"),
    ("(agreed_by IS NULL) = (agreed_at IS NULL)", "agreed_by_somebody"),
    ("(refused_by IS NULL) = (refused_at IS NULL)", "refused_by_somebody"),
    ("agreed_by IS NULL OR refused_by IS NULL", "agreed_or_refused"),
)


def upgrade() -> None:
    people = ("account_id", "proposed_by", "agreed_by", "refused_by")
    op.create_table(
        "code_replacement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_by", sa.Integer(), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        *(sa.CheckConstraint(check, name=op.f(f"ck_code_replacement_{name}")) for check, name in CHECKS),
        *(sa.ForeignKeyConstraint([who], ["account.id"], name=op.f(f"fk_code_replacement_{who}")) for who in people),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_replacement")),
    )
    first = op.get_context().opts["script"].get_revision("0001").module
    for name, before, condition in GUARDS:
        first._make(name, "code_replacement", before, condition, f"guard:{name}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name, _before, _condition in GUARDS:
            op.execute(f"DROP FUNCTION {name}() CASCADE")
    op.drop_table("code_replacement")
