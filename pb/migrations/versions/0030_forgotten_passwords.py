"""People choose a new password with a code.

Revision ID: 0030_forgotten_passwords
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030_forgotten_passwords"
down_revision = "0029_edits"
branch_labels = None
depends_on = None

MAY = (
    "EXISTS (SELECT 1 FROM appointment JOIN account ON account.id = appointment.account_id WHERE account.closed_at IS NULL "
    "AND appointment.account_id = {person} AND appointment.role IN ('coordinator', 'steering'))"
)
GUARDS = (
    (
        "who_makes_password_codes",
        "INSERT",
        "NEW.agreed_by IS NOT NULL OR NEW.refused_by IS NOT NULL OR NEW.used_at IS NOT NULL "
        f"OR NOT {MAY.format(person='NEW.proposed_by')}",
    ),
    (
        "who_agrees_to_password_codes",
        "UPDATE",
        f"NEW.agreed_by IS NOT NULL AND OLD.agreed_by IS NULL AND NOT {MAY.format(person='NEW.agreed_by')}",
    ),
    (
        "password_codes_of_two",
        "UPDATE",
        "NEW.used_at IS NOT NULL AND NEW.agreed_by IS NULL AND (EXISTS (SELECT 1 FROM appointment WHERE "
        "appointment.account_id = NEW.account_id AND appointment.role IN ('coordinator', 'steering')) OR 2 <= "
        "(SELECT count(*) FROM appointment JOIN account ON account.id = appointment.account_id "
        "WHERE appointment.role = 'steering' AND account.closed_at IS NULL))",
    ),
    (
        "password_code_stays",
        "UPDATE",
        "OLD.used_at IS NOT NULL OR OLD.refused_by IS NOT NULL OR NEW.account_id <> OLD.account_id "
        "OR NEW.proposed_by <> OLD.proposed_by OR NEW.first_hash <> OLD.first_hash OR (OLD.agreed_by IS NOT NULL AND "
        "(NEW.agreed_by IS NULL OR NEW.agreed_by <> OLD.agreed_by OR NEW.second_hash <> OLD.second_hash "
        "OR NEW.expires_at <> OLD.expires_at))",
    ),
    ("password_code_kept", "DELETE", "1 = 1"),
)
CHECKS = (
    ("proposed_by <> account_id", "nobody_makes_their_own"),
    ("agreed_by <> proposed_by", "two_people_give"),
    ("agreed_by <> account_id", "nobody_agrees_to_their_own"),
    ("(agreed_by IS NULL) = (agreed_at IS NULL)", "agreed_by_somebody"),
    ("(refused_by IS NULL) = (refused_at IS NULL)", "refused_by_somebody"),
    ("agreed_by IS NULL OR refused_by IS NULL", "agreed_or_refused"),
    ("(agreed_by IS NULL) = (second_hash IS NULL)", "each_has_a_code"),
    ("used_at IS NULL OR refused_by IS NULL", "used_or_refused"),
)


def upgrade() -> None:
    people = ("account_id", "proposed_by", "agreed_by", "refused_by")
    op.create_table(
        "password_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("first_hash", sa.String(64), nullable=False),
        sa.Column("second_hash", sa.String(64), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_by", sa.Integer(), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        *(sa.CheckConstraint(check, name=op.f(f"ck_password_code_{name}")) for check, name in CHECKS),
        *(sa.ForeignKeyConstraint([who], ["account.id"], name=op.f(f"fk_password_code_{who}")) for who in people),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_code")),
    )
    op.create_index(op.f("ix_password_code_account_id"), "password_code", ["account_id"])
    first = op.get_context().opts["script"].get_revision("0001").module
    for name, before, condition in GUARDS:
        first._make(name, "password_code", before, condition, f"guard:{name}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name, _before, _condition in GUARDS:
            op.execute(f"DROP FUNCTION {name}() CASCADE")
    op.drop_table("password_code")
