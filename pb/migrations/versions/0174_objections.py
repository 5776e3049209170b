"""Everybody can object between the count and its signatures: days of a round, the time of a count, objections and their answers.
The tables begin empty, and no round that is there has such days.

Revision ID: 0174_objections
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0174_objections"
down_revision = "0173_cards_without_a_network"
branch_labels = None
depends_on = None

#: (the guard's name, its table, before what, when)
GUARDS = (
    (
        "objection_time_stays",
        "objection_time",
        "UPDATE",
        "1 = 1",
    ),
    (
        "objection_time_kept",
        "objection_time",
        "DELETE",
        "1 = 1",
    ),
    (
        "objection_stays",
        "objection",
        "UPDATE",
        "1 = 1",
    ),
    (
        "objection_kept",
        "objection",
        "DELETE",
        "1 = 1",
    ),
    (
        "objection_answer_stays",
        "objection_answer",
        "UPDATE",
        "OLD.agreed_at IS NOT NULL",
    ),
    (
        "objection_answer_kept",
        "objection_answer",
        "DELETE",
        "OLD.agreed_at IS NOT NULL",
    ),
    (
        "objected_in_time",
        "objection",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM objection_time WHERE objection_time.round_id = NEW.round_id AND (NEW.way "
        "<> 'form' OR objection_time.closes_at > NEW.came_at)) OR EXISTS (SELECT 1 FROM signature WHERE "
        "signature.round_id = NEW.round_id AND signature.version = (SELECT max(counting.version) FROM "
        "counting WHERE counting.round_id = NEW.round_id))",
    ),
    (
        "words_are_of_an_objection",
        "objection_words",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM objection WHERE objection.round_id = NEW.round_id AND objection.number = "
        "NEW.number)",
    ),
    (
        "answered_by_a_member_insert",
        "objection_answer",
        "INSERT",
        "NEW.agreed_by IS NOT NULL AND EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = "
        "NEW.round_id) AND NOT EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id "
        "AND round_member.account_id = NEW.agreed_by)",
    ),
    (
        "who_acts_answers_insert",
        "objection_answer",
        "INSERT",
        "NEW.agreed_by IS NOT NULL AND (EXISTS (SELECT 1 FROM decision AS now WHERE now.round_id = "
        "NEW.round_id AND now.kind = 'stand_in' AND now.agreed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
        "decision AS undo WHERE undo.undoes_id = now.id AND undo.agreed_at IS NOT NULL) AND now.member_id = "
        "NEW.agreed_by) OR (NOT EXISTS (SELECT 1 FROM decision AS now WHERE now.round_id = NEW.round_id AND "
        "now.kind = 'stand_in' AND now.agreed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decision AS undo "
        "WHERE undo.undoes_id = now.id AND undo.agreed_at IS NOT NULL)) AND EXISTS (SELECT 1 FROM "
        "round_member WHERE round_member.round_id = NEW.round_id AND round_member.account_id = NEW.agreed_by "
        "AND round_member.substitute)))",
    ),
    (
        "answered_by_a_member_update",
        "objection_answer",
        "UPDATE",
        "NEW.agreed_by IS NOT NULL AND EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = "
        "NEW.round_id) AND NOT EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id "
        "AND round_member.account_id = NEW.agreed_by)",
    ),
    (
        "who_acts_answers_update",
        "objection_answer",
        "UPDATE",
        "NEW.agreed_by IS NOT NULL AND (EXISTS (SELECT 1 FROM decision AS now WHERE now.round_id = "
        "NEW.round_id AND now.kind = 'stand_in' AND now.agreed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
        "decision AS undo WHERE undo.undoes_id = now.id AND undo.agreed_at IS NOT NULL) AND now.member_id = "
        "NEW.agreed_by) OR (NOT EXISTS (SELECT 1 FROM decision AS now WHERE now.round_id = NEW.round_id AND "
        "now.kind = 'stand_in' AND now.agreed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decision AS undo "
        "WHERE undo.undoes_id = now.id AND undo.agreed_at IS NOT NULL)) AND EXISTS (SELECT 1 FROM "
        "round_member WHERE round_member.round_id = NEW.round_id AND round_member.account_id = NEW.agreed_by "
        "AND round_member.substitute)))",
    ),
    (
        "signed_after_the_objections",
        "signature",
        "INSERT",
        "COALESCE((SELECT objection_days FROM round WHERE round.id = NEW.round_id), 0) > 0 AND (NOT EXISTS "
        "(SELECT 1 FROM objection_time WHERE objection_time.round_id = NEW.round_id AND "
        "objection_time.version = NEW.version AND objection_time.closes_at <= NEW.signed_at) OR EXISTS "
        "(SELECT 1 FROM objection WHERE objection.round_id = NEW.round_id AND NOT EXISTS (SELECT 1 FROM "
        "objection_answer WHERE objection_answer.round_id = objection.round_id AND objection_answer.number = "
        "objection.number AND objection_answer.agreed_at IS NOT NULL)))",
    ),
)


def upgrade() -> None:
    op.add_column("round", sa.Column("objection_days", sa.Integer(), nullable=True))
    op.create_table(
        "objection_time",
        _number("round_id"),
        _number("version"),
        sa.Column("closes_at", _time(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        _mark(),
        sa.ForeignKeyConstraint(
            ["round_id", "version"],
            ["counting.round_id", "counting.version"],
            name=op.f("fk_objection_time_round_id_version"),
        ),
        sa.PrimaryKeyConstraint("round_id", "version", name=op.f("pk_objection_time")),
    )
    op.create_table(
        "objection",
        _number("round_id"),
        _number("number"),
        sa.Column("way", sa.String(10), nullable=False),
        sa.Column("came_at", _time(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=True),
        _mark(),
        sa.CheckConstraint(
            "way IN ('form', 'telephone', 'letter', 'person')", name=op.f("ck_objection_way_is_known")
        ),
        sa.CheckConstraint(
            "(way = 'form') = (written_by IS NULL)", name=op.f("ck_objection_staff_write_the_others")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_objection_round_id")),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_objection_written_by")),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_objection")),
    )
    op.create_table(
        "objection_words",
        _number("round_id"),
        _number("number"),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("phone", sa.String(30), nullable=False),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_objection_words")),
    )
    _make_answers()
    make = op.get_context().opts["script"].get_revision("0001").module._make
    for name, table, before, when in GUARDS:
        make(name, table, before, when, f"guard:{name}")


def _make_answers() -> None:
    op.create_table(
        "objection_answer",
        _number("round_id"),
        _number("number"),
        sa.Column("about", sa.String(300), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", _time(), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_at", _time(), nullable=True),
        _mark(),
        sa.CheckConstraint(
            "agreed_by IS NULL OR agreed_by <> proposed_by", name=op.f("ck_objection_answer_two_people_answer")
        ),
        sa.CheckConstraint(
            "(agreed_by IS NULL) = (agreed_at IS NULL)", name=op.f("ck_objection_answer_agreed_by_somebody")
        ),
        *(
            sa.ForeignKeyConstraint([name], ["account.id"], name=op.f(f"fk_objection_answer_{name}"))
            for name in ("proposed_by", "agreed_by")
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "number"],
            ["objection.round_id", "objection.number"],
            name=op.f("fk_objection_answer_round_id_number"),
        ),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_objection_answer")),
    )


def downgrade() -> None:
    bind = op.get_bind()
    if bind.execute(sa.text("SELECT count(*) FROM round WHERE objection_days > 0")).scalar():
        raise RuntimeError("Everybody can object in a round. An older version would have it signed without an answer.")
    is_postgresql = bind.dialect.name == "postgresql"
    for name, *_rest in GUARDS:
        op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")
    for table in ("objection_answer", "objection_words", "objection", "objection_time"):
        op.drop_table(table)
    op.execute("ALTER TABLE round DROP COLUMN objection_days")


def _number(name: str) -> sa.Column:
    return sa.Column(name, sa.Integer(), autoincrement=False, nullable=False)


def _mark() -> sa.Column:
    return sa.Column("keyed_mark", sa.String(64), nullable=True)


def _time() -> sa.DateTime:
    return sa.DateTime(timezone=True)
