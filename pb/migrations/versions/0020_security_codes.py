"""Security codes, the second factor of a sign-in. The new column may be empty, so marks of older rows stay right.

Revision ID: 0020_security_codes
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020_security_codes"
down_revision = "0019_sign_ins"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sign_in", sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "authenticator",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed_secret", sa.String(250), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("set_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_authenticator_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_authenticator")),
    )
    op.create_table(
        "printed_code",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_printed_code_account_id")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_printed_code")),
    )
    op.create_index(op.f("ix_printed_code_account_id"), "printed_code", ["account_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_printed_code_account_id"), "printed_code")
    op.drop_table("printed_code")
    op.drop_table("authenticator")
    op.drop_column("sign_in", "proved_at")
