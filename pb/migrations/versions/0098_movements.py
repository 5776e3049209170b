"""Where ballot papers went after they were printed is written down; an account, and the opening of the ballot box, go by it.

The new table begins empty. Spares are no papers that are out.

Revision ID: 0098_movements
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0098_movements"
down_revision = "0097_spares"
branch_labels = None
depends_on = None

#: Guards that ask for something else now: (name, table, before what, as it was, as it is).
CHANGED = (
    (
        "sessions_are_accounted_first",
        "box_opening",
        "INSERT",
        "EXISTS (SELECT 1 FROM voting_session WHERE voting_session.round_id = NEW.round_id AND NOT EXISTS "
        "(SELECT 1 FROM ballot_paper_account WHERE ballot_paper_account.session_id = voting_session.id) AND "
        "(EXISTS (SELECT 1 FROM voting_right WHERE voting_right.session_id = voting_session.id AND "
        "voting_right.kind IN ('paper', 'opening')) OR (voting_session.cancelled_at IS NULL AND EXISTS "
        "(SELECT 1 FROM batch WHERE batch.session_id = voting_session.id))))",
        "EXISTS (SELECT 1 FROM voting_session WHERE voting_session.round_id = NEW.round_id AND NOT EXISTS "
        "(SELECT 1 FROM ballot_paper_account WHERE ballot_paper_account.session_id = voting_session.id) AND "
        "(EXISTS (SELECT 1 FROM voting_right WHERE voting_right.session_id = voting_session.id AND "
        "voting_right.kind IN ('paper', 'opening')) OR (voting_session.cancelled_at IS NULL AND (SELECT "
        "count(*) FROM paper JOIN batch ON batch.id = paper.batch_id WHERE batch.session_id = "
        "voting_session.id) + (SELECT COALESCE(SUM(movement.papers), 0) FROM movement WHERE "
        "movement.to_session_id = voting_session.id AND movement.to_account) - (SELECT "
        "COALESCE(SUM(movement.papers), 0) FROM movement WHERE movement.from_session_id = voting_session.id "
        "AND movement.from_account) > 0)))",
    ),
    (
        "discrepancies_are_decided_first",
        "box_opening",
        "INSERT",
        "EXISTS (SELECT 1 FROM batch LEFT JOIN voting_session ON voting_session.id = batch.session_id WHERE "
        "batch.round_id = NEW.round_id AND (batch.session_id IS NULL OR (voting_session.cancelled_at IS NOT "
        "NULL AND NOT EXISTS (SELECT 1 FROM ballot_paper_account WHERE ballot_paper_account.session_id = "
        "batch.session_id))) AND EXISTS (SELECT 1 FROM paper WHERE paper.batch_id = batch.id AND NOT EXISTS "
        "(SELECT 1 FROM entry WHERE entry.paper_id = paper.id)) AND NOT EXISTS (SELECT 1 FROM resolution "
        "WHERE resolution.batch_id = batch.id AND resolution.agreed_by IS NOT NULL))",
        "EXISTS (SELECT 1 FROM batch WHERE batch.round_id = NEW.round_id AND (SELECT count(*) FROM paper "
        "WHERE paper.batch_id = batch.id AND (batch.session_id IS NULL OR EXISTS (SELECT 1 FROM "
        "voting_session WHERE voting_session.id = batch.session_id AND voting_session.cancelled_at IS NOT "
        "NULL AND NOT EXISTS (SELECT 1 FROM ballot_paper_account WHERE ballot_paper_account.session_id = "
        "voting_session.id)))) + (SELECT COALESCE(SUM(movement.papers), 0) FROM movement WHERE "
        "movement.batch_id = batch.id AND (NOT movement.found_later OR movement.agreed_by IS NOT NULL) AND "
        "(movement.to_session_id IS NULL OR EXISTS (SELECT 1 FROM voting_session WHERE voting_session.id = "
        "movement.to_session_id AND voting_session.cancelled_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
        "ballot_paper_account WHERE ballot_paper_account.session_id = voting_session.id)))) - (SELECT "
        "COALESCE(SUM(movement.papers), 0) FROM movement WHERE movement.batch_id = batch.id AND (NOT "
        "movement.found_later OR movement.agreed_by IS NOT NULL) AND (movement.from_session_id IS NULL OR "
        "EXISTS (SELECT 1 FROM voting_session WHERE voting_session.id = movement.from_session_id AND "
        "voting_session.cancelled_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ballot_paper_account WHERE "
        "ballot_paper_account.session_id = voting_session.id)))) > (SELECT count(DISTINCT entry.paper_id) "
        "FROM entry JOIN bundle ON bundle.id = entry.bundle_id JOIN paper ON paper.id = entry.paper_id WHERE "
        "paper.batch_id = batch.id AND bundle.session_id IS NULL) AND NOT EXISTS (SELECT 1 FROM resolution "
        "WHERE resolution.batch_id = batch.id AND resolution.agreed_by IS NOT NULL))",
    ),
    (
        "corrected_before_papers_are_out_insert",
        "text_correction",
        "INSERT",
        "EXISTS (SELECT 1 FROM batch WHERE batch.round_id = NEW.round_id AND batch.session_id IS NULL) OR "
        "EXISTS (SELECT 1 FROM bundle WHERE bundle.round_id = NEW.round_id) OR EXISTS (SELECT 1 FROM "
        "ballot_paper_account JOIN voting_session ON voting_session.id = ballot_paper_account.session_id "
        "WHERE voting_session.round_id = NEW.round_id AND ballot_paper_account.issued > 0)",
        "EXISTS (SELECT 1 FROM batch WHERE batch.round_id = NEW.round_id AND batch.session_id IS NULL AND "
        "batch.is_spare IS NULL) OR EXISTS (SELECT 1 FROM bundle WHERE bundle.round_id = NEW.round_id) OR "
        "EXISTS (SELECT 1 FROM ballot_paper_account JOIN voting_session ON voting_session.id = "
        "ballot_paper_account.session_id WHERE voting_session.round_id = NEW.round_id AND "
        "ballot_paper_account.issued > 0)",
    ),
    (
        "corrected_before_papers_are_out_update",
        "text_correction",
        "UPDATE",
        "EXISTS (SELECT 1 FROM batch WHERE batch.round_id = NEW.round_id AND batch.session_id IS NULL) OR "
        "EXISTS (SELECT 1 FROM bundle WHERE bundle.round_id = NEW.round_id) OR EXISTS (SELECT 1 FROM "
        "ballot_paper_account JOIN voting_session ON voting_session.id = ballot_paper_account.session_id "
        "WHERE voting_session.round_id = NEW.round_id AND ballot_paper_account.issued > 0)",
        "EXISTS (SELECT 1 FROM batch WHERE batch.round_id = NEW.round_id AND batch.session_id IS NULL AND "
        "batch.is_spare IS NULL) OR EXISTS (SELECT 1 FROM bundle WHERE bundle.round_id = NEW.round_id) OR "
        "EXISTS (SELECT 1 FROM ballot_paper_account JOIN voting_session ON voting_session.id = "
        "ballot_paper_account.session_id WHERE voting_session.round_id = NEW.round_id AND "
        "ballot_paper_account.issued > 0)",
    ),
)
#: New ones: (name, table, before what, when).
ADDED = (
    (
        "movement_stays",
        "movement",
        "UPDATE",
        "OLD.agreed_by IS NOT NULL OR NOT OLD.found_later OR NEW.papers <> OLD.papers OR NEW.batch_id <> "
        "OLD.batch_id OR NEW.filled_in <> OLD.filled_in OR COALESCE(NEW.from_session_id, 0) <> "
        "COALESCE(OLD.from_session_id, 0) OR COALESCE(NEW.to_session_id, 0) <> COALESCE(OLD.to_session_id, 0)",
    ),
    (
        "movement_is_kept",
        "movement",
        "DELETE",
        "NOT OLD.found_later OR OLD.agreed_by IS NOT NULL",
    ),
    (
        "nothing_moves_after_the_opening",
        "movement",
        "INSERT",
        "EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)",
    ),
    (
        "papers_from_elsewhere_are_explained_first",
        "bundle",
        "UPDATE",
        "NEW.cast_at IS NOT NULL AND OLD.cast_at IS NULL AND EXISTS (SELECT batch.id FROM entry JOIN bundle "
        "AS typed ON typed.id = entry.bundle_id JOIN paper ON paper.id = entry.paper_id JOIN batch ON "
        "batch.id = paper.batch_id WHERE typed.round_id = NEW.round_id AND COALESCE(typed.session_id, 0) = "
        "COALESCE(NEW.session_id, 0) AND COALESCE(batch.session_id, 0) <> COALESCE(NEW.session_id, 0) GROUP "
        "BY batch.id HAVING count(DISTINCT paper.id) > (SELECT COALESCE(SUM(movement.papers), 0) FROM "
        "movement WHERE movement.batch_id = batch.id AND COALESCE(movement.to_session_id, 0) = "
        "COALESCE(NEW.session_id, 0) AND (NOT movement.found_later OR movement.agreed_by IS NOT NULL)))",
    ),
)


def upgrade() -> None:
    op.create_table(
        "movement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("from_session_id", sa.Integer(), nullable=True),
        sa.Column("to_session_id", sa.Integer(), nullable=True),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("handed_to", sa.String(length=100), nullable=False),
        sa.Column("found_later", sa.Boolean(), nullable=False),
        sa.Column("filled_in", sa.Boolean(), nullable=False),
        sa.Column("from_account", sa.Boolean(), nullable=False),
        sa.Column("to_account", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("keyed_mark", sa.String(length=64), nullable=True),
        sa.CheckConstraint("papers > 0", name=op.f("ck_movement_something_moves")),
        sa.CheckConstraint(
            "COALESCE(from_session_id, 0) <> COALESCE(to_session_id, 0)", name=op.f("ck_movement_it_goes_somewhere_else")
        ),
        sa.CheckConstraint("found_later OR handed_to <> ''", name=op.f("ck_movement_somebody_took_them")),
        sa.CheckConstraint("found_later OR NOT filled_in", name=op.f("ck_movement_filled_in_is_found_later")),
        sa.CheckConstraint(
            "NOT filled_in OR NOT (from_account OR to_account)", name=op.f("ck_movement_accounts_count_blank_papers")
        ),
        sa.CheckConstraint(
            "agreed_by IS NULL OR found_later AND agreed_by <> recorded_by", name=op.f("ck_movement_two_people_say_it")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_movement_round_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_movement_batch_id")),
        sa.ForeignKeyConstraint(["from_session_id"], ["voting_session.id"], name=op.f("fk_movement_from_session_id")),
        sa.ForeignKeyConstraint(["to_session_id"], ["voting_session.id"], name=op.f("fk_movement_to_session_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_movement_recorded_by")),
        sa.ForeignKeyConstraint(["agreed_by"], ["account.id"], name=op.f("fk_movement_agreed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement")),
    )
    for column in INDEXED:
        op.create_index(op.f(f"ix_movement_{column}"), "movement", [column])
    for name, table, before, _was, condition in CHANGED:
        _replace(name, table, before, condition)
    for name, table, before, condition in ADDED:
        _make(name, table, before, condition)


INDEXED = ("round_id", "batch_id", "from_session_id", "to_session_id")


def downgrade() -> None:
    if op.get_bind().exec_driver_sql("SELECT count(*) FROM movement").scalar():
        raise RuntimeError("Papers were moved. An older version would not know where they are.")
    for name, table, before, was, _condition in CHANGED:
        _replace(name, table, before, was)
    for name, *_rest in ADDED:
        _drop(name)
    for column in INDEXED:
        op.drop_index(op.f(f"ix_movement_{column}"), table_name="movement")
    op.drop_table("movement")


def _replace(name: str, table: str, before: str, condition: str) -> None:
    _drop(name)
    _make(name, table, before, condition)


def _drop(name: str) -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")


def _make(name: str, table: str, before: str, condition: str) -> None:
    make = op.get_context().opts["script"].get_revision("0001").module._make
    make(name, table, before, condition, f"guard:{name}")
