"""Sign-ins live in the database: whoever is signed in at the upgrade signs in again.

Revision ID: 0019_sign_ins
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019_sign_ins"
down_revision = "0018_kiosks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.String(32), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device", sa.String(10), nullable=False),
        sa.Column("browser", sa.String(30), nullable=False),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.CheckConstraint(
            "device IN ('computer', 'tablet', 'phone', 'unknown')", name=op.f("ck_sign_in_device_is_known")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in")),
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_sign_in_account_id"), "sign_in")
    op.drop_table("sign_in")
