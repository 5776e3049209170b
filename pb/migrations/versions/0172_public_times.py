"""When a signed result becomes public, where that is not at once. The table begins empty: what is published stays public.

Revision ID: 0172_public_times
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0172_public_times"
down_revision = "0167_undone_in_a_correction"
branch_labels = None
depends_on = None

#: (the guard's name, its table, before what, when)
GUARDS = (
    (
        "public_time_stays",
        "public_time",
        "UPDATE",
        "OLD.number = 1 OR OLD.agreed_at IS NOT NULL",
    ),
    (
        "public_time_kept",
        "public_time",
        "DELETE",
        "OLD.number = 1 OR OLD.agreed_at IS NOT NULL",
    ),
    (
        "public_time_is_set_first",
        "public_time",
        "INSERT",
        "NEW.number = 1 AND EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id AND "
        "publication.version >= NEW.version)",
    ),
    (
        "one_new_time_waits",
        "public_time",
        "INSERT",
        "NEW.number > 1 AND EXISTS (SELECT 1 FROM public_time AS earlier WHERE earlier.round_id = "
        "NEW.round_id AND earlier.version = NEW.version AND (earlier.number >= NEW.number OR earlier.number "
        "> 1 AND earlier.agreed_at IS NULL))",
    ),
    (
        "moved_before_its_time_insert",
        "public_time",
        "INSERT",
        "NEW.number > 1 AND ((SELECT earlier.public_from FROM public_time AS earlier WHERE earlier.round_id "
        "= NEW.round_id AND earlier.version = NEW.version AND earlier.number < NEW.number AND "
        "(earlier.number = 1 OR earlier.agreed_at IS NOT NULL) ORDER BY earlier.number DESC LIMIT 1) IS NULL "
        "OR (SELECT earlier.public_from FROM public_time AS earlier WHERE earlier.round_id = NEW.round_id "
        "AND earlier.version = NEW.version AND earlier.number < NEW.number AND (earlier.number = 1 OR "
        "earlier.agreed_at IS NOT NULL) ORDER BY earlier.number DESC LIMIT 1) <= COALESCE(NEW.agreed_at, "
        "NEW.proposed_at) OR EXISTS (SELECT 1 FROM result_correction AS begun WHERE begun.round_id = "
        "NEW.round_id AND begun.version = NEW.version AND begun.agreed_at IS NOT NULL))",
    ),
    (
        "moved_by_a_member_insert",
        "public_time",
        "INSERT",
        "NEW.agreed_by IS NOT NULL AND EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = "
        "NEW.round_id) AND NOT EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id "
        "AND round_member.account_id = NEW.agreed_by)",
    ),
    (
        "who_acts_moves_insert",
        "public_time",
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
        "moved_before_its_time_update",
        "public_time",
        "UPDATE",
        "NEW.number > 1 AND ((SELECT earlier.public_from FROM public_time AS earlier WHERE earlier.round_id "
        "= NEW.round_id AND earlier.version = NEW.version AND earlier.number < NEW.number AND "
        "(earlier.number = 1 OR earlier.agreed_at IS NOT NULL) ORDER BY earlier.number DESC LIMIT 1) IS NULL "
        "OR (SELECT earlier.public_from FROM public_time AS earlier WHERE earlier.round_id = NEW.round_id "
        "AND earlier.version = NEW.version AND earlier.number < NEW.number AND (earlier.number = 1 OR "
        "earlier.agreed_at IS NOT NULL) ORDER BY earlier.number DESC LIMIT 1) <= COALESCE(NEW.agreed_at, "
        "NEW.proposed_at) OR EXISTS (SELECT 1 FROM result_correction AS begun WHERE begun.round_id = "
        "NEW.round_id AND begun.version = NEW.version AND begun.agreed_at IS NOT NULL))",
    ),
    (
        "moved_by_a_member_update",
        "public_time",
        "UPDATE",
        "NEW.agreed_by IS NOT NULL AND EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = "
        "NEW.round_id) AND NOT EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id "
        "AND round_member.account_id = NEW.agreed_by)",
    ),
    (
        "who_acts_moves_update",
        "public_time",
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
)


def upgrade() -> None:
    op.create_table(
        "public_time",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("public_from", _time(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", _time(), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_at", _time(), nullable=True),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_public_time_{name}"))
            for name, rule in (
                ("two_people_move_it", "agreed_by IS NULL OR agreed_by <> proposed_by"),
                ("agreed_by_somebody", "(agreed_by IS NULL) = (agreed_at IS NULL)"),
                ("set_by_who_publishes", "number > 1 OR agreed_by IS NULL"),
                ("later_than_now", "public_from > proposed_at"),
                ("later_than_the_agreement", "agreed_at IS NULL OR public_from > agreed_at"),
            )
        ),
        *(
            sa.ForeignKeyConstraint([name], ["account.id"], name=op.f(f"fk_public_time_{name}"))
            for name in ("proposed_by", "agreed_by")
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "version"],
            ["counting.round_id", "counting.version"],
            name=op.f("fk_public_time_round_id_version"),
        ),
        sa.PrimaryKeyConstraint("round_id", "version", "number", name=op.f("pk_public_time")),
    )
    make = op.get_context().opts["script"].get_revision("0001").module._make
    for name, table, before, when in GUARDS:
        make(name, table, before, when, f"guard:{name}")


def downgrade() -> None:
    if op.get_bind().execute(sa.text("SELECT count(*) FROM public_time")).scalar():
        raise RuntimeError("A signed result has a time at which it becomes public. An older version would show it at once.")
    for name, *_rest in GUARDS:
        is_postgresql = op.get_bind().dialect.name == "postgresql"
        op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")
    op.drop_table("public_time")


def _time() -> sa.DateTime:
    return sa.DateTime(timezone=True)
