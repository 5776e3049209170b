"""What takes long is a job, done beside the requests; parts of what it made wait, sealed, for who ordered it.

Revision ID: 0026_jobs
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026_jobs"
down_revision = "0025_totals"
branch_labels = None
depends_on = None

#: Copied from the models on the day of this migration.
_DONE_STAYS = (
    "done_jobs_stay",
    "job",
    "UPDATE",
    "OLD.state = 'done' AND (NEW.state <> 'done' OR NEW.account_id <> OLD.account_id)",
)


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("slot", sa.String(60), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("lease", sa.String(32), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("all_steps", sa.Integer(), nullable=False),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_job_state_is_known")
        ),
        sa.CheckConstraint("(state = 'running') = (lease IS NOT NULL)", name=op.f("ck_job_who_runs_has_a_lease")),
        sa.CheckConstraint(
            "(state IN ('done', 'failed')) = (ended_at IS NOT NULL)", name=op.f("ck_job_ends_once")
        ),
        sa.CheckConstraint(
            "steps >= 0 AND all_steps >= 0 AND attempts >= 0", name=op.f("ck_job_counts_are_counts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index(op.f("ix_job_round_id"), "job", ["round_id"])
    is_open = sa.text("state IN ('waiting', 'running')")
    op.create_index(
        "uq_job_slot_while_open", "job", ["slot"], unique=True, sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_table(
        "job_part",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.CheckConstraint("first <= last", name=op.f("ck_job_part_part_holds_something")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_job_part_job_id")),
        sa.PrimaryKeyConstraint("job_id", "first", name=op.f("pk_job_part")),
    )
    first = op.get_context().opts["script"].get_revision("0001").module
    first._make(*_DONE_STAYS, "guard:done_jobs_stay")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION done_jobs_stay() CASCADE")
    else:
        op.execute("DROP TRIGGER done_jobs_stay")
    op.execute("DELETE FROM mark_total WHERE table_name IN ('job', 'job_part')")
    op.drop_table("job_part")
    op.drop_table("job")
