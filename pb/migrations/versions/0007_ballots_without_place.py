"""Ballots lose venue and medium: with them one known choice of a voter could lead to the others.

Which venue and medium a ballot had is gone for good; the way back makes the columns, empty. On PostgreSQL the old
values are in the table's file until ``VACUUM FULL ballot`` has run.

Revision ID: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

#: On SQLite the copy is made as the table was: in the order of its random keys, without row numbers.
WITHOUT_ROWID = {"sqlite_with_rowid": False}


def upgrade() -> None:
    with op.batch_alter_table("ballot", table_kwargs=WITHOUT_ROWID) as batch:
        batch.drop_constraint(op.f("ck_ballot_medium_is_known"), type_="check")
        batch.drop_constraint(op.f("fk_ballot_venue_id"), type_="foreignkey")
        batch.drop_column("medium")
        batch.drop_column("venue_id")


def downgrade() -> None:
    with op.batch_alter_table("ballot", table_kwargs=WITHOUT_ROWID) as batch:
        batch.add_column(sa.Column("venue_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("medium", sa.String(10), nullable=True))
        batch.create_foreign_key(op.f("fk_ballot_venue_id"), "venue", ["venue_id"], ["id"])
        batch.create_check_constraint(op.f("ck_ballot_medium_is_known"), "medium IN ('screen', 'paper')")
