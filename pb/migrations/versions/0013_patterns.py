"""Unusual ballots may be withheld: the setting of a round, the salt of its ballots' hash, and who counted all again.

All of it is empty in the rounds that there are: every ballot of theirs is published.

Revision ID: 0013_patterns
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013_patterns"
down_revision = "0012_account"
branch_labels = None
depends_on = None

#: Triggers: name, table, before which act, when. Copied from the models on the day of this migration.
# fmt: off
GUARDS = [
    ('recount_stays', 'recount', 'UPDATE', '1 = 1'),
    ('recount_kept', 'recount', 'DELETE', '1 = 1'),
    ('recounted_what_was_counted', 'recount', 'INSERT', 'NOT EXISTS (SELECT 1 FROM counting WHERE counting.round_id = NEW.round_id AND counting.version = NEW.version AND counting.outcome_hash = NEW.outcome_hash)'),
    ('members_of_the_round_recount', 'recount', 'INSERT', "NOT EXISTS (SELECT 1 FROM appointment WHERE appointment.account_id = NEW.account_id AND appointment.role = 'steering') OR (EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id) AND NOT EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id AND round_member.account_id = NEW.account_id))"),
    ('published_when_recounted', 'publication', 'INSERT', '(SELECT least_alike FROM round WHERE round.id = NEW.round_id) IS NOT NULL AND (SELECT count(*) FROM recount WHERE recount.round_id = NEW.round_id AND recount.version = NEW.version) < 2'),
]
# fmt: on


def upgrade() -> None:
    with op.batch_alter_table("round") as batch:
        batch.add_column(sa.Column("least_alike", sa.Integer(), nullable=True))
        batch.create_check_constraint(op.f("ck_round_alike_takes_two"), "least_alike >= 2")
    op.add_column("box_opening", sa.Column("ballots_salt", sa.String(32), nullable=True))
    op.create_table(
        "recount",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("outcome_hash", sa.String(64), nullable=False),
        sa.Column("recounted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_recount_account_id")),
        sa.ForeignKeyConstraint(
            ["round_id", "version"], ["counting.round_id", "counting.version"], name=op.f("fk_recount_round_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "version", "account_id", name=op.f("pk_recount")),
    )
    first = op.get_context().opts["script"].get_revision("0001").module
    for name, table, before, condition in GUARDS:
        first._make(name, table, before, condition, f"guard:{name}")


def downgrade() -> None:
    for name, *_ in reversed(GUARDS):
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {name}() CASCADE")  # and its triggers
        else:
            op.execute(f"DROP TRIGGER {name}")
    op.drop_table("recount")
    op.drop_column("box_opening", "ballots_salt")
    with op.batch_alter_table("round") as batch:
        batch.drop_constraint(op.f("ck_round_alike_takes_two"), type_="check")
        batch.drop_column("least_alike")
