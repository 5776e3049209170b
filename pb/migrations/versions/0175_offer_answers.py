"""A group answers the part of the money that a published result offers it; after a no its votes are counted on. The new table
begins empty, and the guards that keep a published result as it is let a newer one be counted and signed meanwhile. No row changes.

Revision ID: 0175_offer_answers
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0175_offer_answers"
down_revision = "0174_objections"
branch_labels = None
depends_on = None

#: (the guard's name, its table, before what, when)
GUARDS = (
    (
        "offer_answer_stays",
        "offer_answer",
        "UPDATE",
        "1 = 1",
    ),
    (
        "offer_answer_kept",
        "offer_answer",
        "DELETE",
        "1 = 1",
    ),
    (
        "newest_offer_is_answered",
        "offer_answer",
        "INSERT",
        "NEW.version <> (SELECT max(publication.version) FROM publication WHERE publication.round_id = "
        "NEW.round_id) OR NOT EXISTS (SELECT 1 FROM project WHERE project.id = NEW.project_id AND "
        "project.round_id = NEW.round_id)",
    ),
)
#: (the guard's name, its table, before what, when until now, when from now on)
CHANGED = (
    (
        "no_member_of_an_open_round_coordinates",
        "appointment",
        "INSERT",
        "NEW.role = 'coordinator' AND EXISTS (SELECT 1 FROM round_member WHERE round_member.account_id = "
        "NEW.account_id AND (NOT EXISTS (SELECT 1 FROM publication WHERE publication.round_id = "
        "round_member.round_id) OR EXISTS (SELECT 1 FROM result_correction AS begun WHERE begun.round_id = "
        "round_member.round_id AND begun.agreed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM publication AS "
        "newer WHERE newer.round_id = begun.round_id AND newer.version > begun.version))) AND NOT EXISTS "
        "(SELECT 1 FROM decision AS ending WHERE ending.round_id = round_member.round_id AND ending.kind = "
        "'abandon' AND ending.agreed_at IS NOT NULL))",
        "NEW.role = 'coordinator' AND EXISTS (SELECT 1 FROM round_member WHERE round_member.account_id = "
        "NEW.account_id AND (NOT EXISTS (SELECT 1 FROM publication WHERE publication.round_id = "
        "round_member.round_id) OR (EXISTS (SELECT 1 FROM result_correction AS begun WHERE begun.round_id = "
        "round_member.round_id AND begun.agreed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM publication AS "
        "newer WHERE newer.round_id = begun.round_id AND newer.version > begun.version)) OR EXISTS (SELECT 1 "
        "FROM offer_answer AS said WHERE said.round_id = round_member.round_id AND said.answer <> 'accepted' "
        "AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE newer.round_id = said.round_id AND "
        "newer.version > said.version)))) AND NOT EXISTS (SELECT 1 FROM decision AS ending WHERE "
        "ending.round_id = round_member.round_id AND ending.kind = 'abandon' AND ending.agreed_at IS NOT "
        "NULL))",
    ),
    (
        "published_once",
        "publication",
        "INSERT",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND NOT EXISTS (SELECT "
        "1 FROM result_correction AS begun WHERE begun.round_id = NEW.round_id AND begun.agreed_at IS NOT "
        "NULL AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE newer.round_id = begun.round_id AND "
        "newer.version > begun.version)) OR EXISTS (SELECT 1 FROM publication AS later WHERE later.round_id = "
        "NEW.round_id AND later.version >= NEW.version)",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND NOT (EXISTS (SELECT "
        "1 FROM result_correction AS begun WHERE begun.round_id = NEW.round_id AND begun.agreed_at IS NOT "
        "NULL AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE newer.round_id = begun.round_id AND "
        "newer.version > begun.version)) OR EXISTS (SELECT 1 FROM offer_answer AS said WHERE said.round_id = "
        "NEW.round_id AND said.answer <> 'accepted' AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE "
        "newer.round_id = said.round_id AND newer.version > said.version))) OR EXISTS (SELECT 1 FROM "
        "publication AS later WHERE later.round_id = NEW.round_id AND later.version >= NEW.version)",
    ),
    (
        "counted_before_the_publication",
        "counting",
        "INSERT",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND NOT EXISTS (SELECT "
        "1 FROM result_correction AS begun WHERE begun.round_id = NEW.round_id AND begun.agreed_at IS NOT "
        "NULL AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE newer.round_id = begun.round_id AND "
        "newer.version > begun.version)) OR EXISTS (SELECT 1 FROM publication AS later WHERE later.round_id = "
        "NEW.round_id AND later.version >= NEW.version)",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND NOT (EXISTS (SELECT "
        "1 FROM result_correction AS begun WHERE begun.round_id = NEW.round_id AND begun.agreed_at IS NOT "
        "NULL AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE newer.round_id = begun.round_id AND "
        "newer.version > begun.version)) OR EXISTS (SELECT 1 FROM offer_answer AS said WHERE said.round_id = "
        "NEW.round_id AND said.answer <> 'accepted' AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE "
        "newer.round_id = said.round_id AND newer.version > said.version))) OR EXISTS (SELECT 1 FROM "
        "publication AS later WHERE later.round_id = NEW.round_id AND later.version >= NEW.version)",
    ),
    (
        "signed_before_the_publication",
        "signature",
        "INSERT",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND NOT EXISTS (SELECT "
        "1 FROM result_correction AS begun WHERE begun.round_id = NEW.round_id AND begun.agreed_at IS NOT "
        "NULL AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE newer.round_id = begun.round_id AND "
        "newer.version > begun.version)) OR EXISTS (SELECT 1 FROM publication AS later WHERE later.round_id = "
        "NEW.round_id AND later.version >= NEW.version)",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND NOT (EXISTS (SELECT "
        "1 FROM result_correction AS begun WHERE begun.round_id = NEW.round_id AND begun.agreed_at IS NOT "
        "NULL AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE newer.round_id = begun.round_id AND "
        "newer.version > begun.version)) OR EXISTS (SELECT 1 FROM offer_answer AS said WHERE said.round_id = "
        "NEW.round_id AND said.answer <> 'accepted' AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE "
        "newer.round_id = said.round_id AND newer.version > said.version))) OR EXISTS (SELECT 1 FROM "
        "publication AS later WHERE later.round_id = NEW.round_id AND later.version >= NEW.version)",
    ),
    (
        "recounted_before_the_publication",
        "recount",
        "INSERT",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND NOT EXISTS (SELECT "
        "1 FROM result_correction AS begun WHERE begun.round_id = NEW.round_id AND begun.agreed_at IS NOT "
        "NULL AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE newer.round_id = begun.round_id AND "
        "newer.version > begun.version)) OR EXISTS (SELECT 1 FROM publication AS later WHERE later.round_id = "
        "NEW.round_id AND later.version >= NEW.version)",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND NOT (EXISTS (SELECT "
        "1 FROM result_correction AS begun WHERE begun.round_id = NEW.round_id AND begun.agreed_at IS NOT "
        "NULL AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE newer.round_id = begun.round_id AND "
        "newer.version > begun.version)) OR EXISTS (SELECT 1 FROM offer_answer AS said WHERE said.round_id = "
        "NEW.round_id AND said.answer <> 'accepted' AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE "
        "newer.round_id = said.round_id AND newer.version > said.version))) OR EXISTS (SELECT 1 FROM "
        "publication AS later WHERE later.round_id = NEW.round_id AND later.version >= NEW.version)",
    ),
    (
        "decided_before_the_publication_insert",
        "decision",
        "INSERT",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND (NEW.kind NOT IN "
        "('withdraw', 'undo', 'stand_in') OR NOT EXISTS (SELECT 1 FROM result_correction AS begun WHERE "
        "begun.round_id = NEW.round_id AND begun.agreed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
        "publication AS newer WHERE newer.round_id = begun.round_id AND newer.version > begun.version)))",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND (NEW.kind NOT IN "
        "('withdraw', 'undo', 'stand_in') OR NOT (EXISTS (SELECT 1 FROM result_correction AS begun WHERE "
        "begun.round_id = NEW.round_id AND begun.agreed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
        "publication AS newer WHERE newer.round_id = begun.round_id AND newer.version > begun.version)) OR "
        "EXISTS (SELECT 1 FROM offer_answer AS said WHERE said.round_id = NEW.round_id AND said.answer <> "
        "'accepted' AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE newer.round_id = said.round_id "
        "AND newer.version > said.version))))",
    ),
    (
        "decided_before_the_publication_update",
        "decision",
        "UPDATE",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND (NEW.kind NOT IN "
        "('withdraw', 'undo', 'stand_in') OR NOT EXISTS (SELECT 1 FROM result_correction AS begun WHERE "
        "begun.round_id = NEW.round_id AND begun.agreed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
        "publication AS newer WHERE newer.round_id = begun.round_id AND newer.version > begun.version)))",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND (NEW.kind NOT IN "
        "('withdraw', 'undo', 'stand_in') OR NOT (EXISTS (SELECT 1 FROM result_correction AS begun WHERE "
        "begun.round_id = NEW.round_id AND begun.agreed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "
        "publication AS newer WHERE newer.round_id = begun.round_id AND newer.version > begun.version)) OR "
        "EXISTS (SELECT 1 FROM offer_answer AS said WHERE said.round_id = NEW.round_id AND said.answer <> "
        "'accepted' AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE newer.round_id = said.round_id "
        "AND newer.version > said.version))))",
    ),
    (
        "signed_when_papers_are_checked",
        "signature",
        "INSERT",
        "(SELECT papers_checked FROM round WHERE round.id = NEW.round_id) AND EXISTS (SELECT 1 FROM entry "
        "JOIN bundle ON bundle.id = entry.bundle_id WHERE bundle.round_id = NEW.round_id AND bundle.cast_at "
        "IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM check_stage WHERE check_stage.round_id = NEW.round_id AND "
        "check_stage.version = NEW.version AND finding IN ('confirmed', 'rate', 'unconfirmed', 'unreadable', "
        "'different')) AND NOT EXISTS (SELECT 1 FROM result_correction AS begun WHERE begun.round_id = "
        "NEW.round_id AND begun.agreed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM publication AS newer "
        "WHERE newer.round_id = begun.round_id AND newer.version > begun.version))",
        "(SELECT papers_checked FROM round WHERE round.id = NEW.round_id) AND EXISTS (SELECT 1 FROM entry "
        "JOIN bundle ON bundle.id = entry.bundle_id WHERE bundle.round_id = NEW.round_id AND bundle.cast_at "
        "IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM check_stage WHERE check_stage.round_id = NEW.round_id AND "
        "check_stage.version = NEW.version AND finding IN ('confirmed', 'rate', 'unconfirmed', 'unreadable', "
        "'different')) AND NOT (EXISTS (SELECT 1 FROM result_correction AS begun WHERE begun.round_id = "
        "NEW.round_id AND begun.agreed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM publication AS newer "
        "WHERE newer.round_id = begun.round_id AND newer.version > begun.version)) OR EXISTS (SELECT 1 FROM "
        "offer_answer AS said WHERE said.round_id = NEW.round_id AND said.answer <> 'accepted' AND NOT EXISTS "
        "(SELECT 1 FROM publication AS newer WHERE newer.round_id = said.round_id AND newer.version > "
        "said.version)))",
    ),
)

_CHECKS = (
    ("answer IN ('accepted', 'declined', 'silent')", "answer_is_known"),
    ("came_by IN ('online', 'paper', 'telephone', 'nothing')", "offer_came_by_is_known"),
    ("(answer = 'silent') = (came_by = 'nothing')", "silence_comes_by_nothing"),
    ("(came_by = 'online') = (recorded_by IS NULL)", "offer_recorded_by_staff"),
    ("(came_by IN ('paper', 'telephone')) = (said_by <> '')", "offer_recorded_of_somebody"),
    ("amount_pence > 0", "something_is_offered"),
)


def upgrade() -> None:
    op.create_table(
        "offer_answer",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("amount_pence", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(10), nullable=False),
        sa.Column("came_by", sa.String(10), nullable=False),
        sa.Column("said_by", sa.String(100), nullable=False),
        sa.Column("received_at", _time(), nullable=False),
        sa.Column("made_at", _time(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        *(sa.CheckConstraint(what, name=op.f(f"ck_offer_answer_{name}")) for what, name in _CHECKS),
        sa.ForeignKeyConstraint(["recorded_by"], ["account.id"], name=op.f("fk_offer_answer_recorded_by")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_offer_answer_project_id")),
        sa.ForeignKeyConstraint(
            ["round_id", "version"],
            ["publication.round_id", "publication.version"],
            name=op.f("fk_offer_answer_round_id_version"),
        ),
        sa.PrimaryKeyConstraint("round_id", "version", "project_id", name=op.f("pk_offer_answer")),
    )
    for name, table, before, when in GUARDS:
        _make(name, table, before, when)
    for name, table, before, _until_now, when in CHANGED:
        _drop(name)
        _make(name, table, before, when)


def downgrade() -> None:
    if op.get_bind().execute(sa.text("SELECT count(*) FROM offer_answer")).scalar():
        raise RuntimeError("A group answered its offer. An older version does not know that.")
    for name, table, before, when, _now in CHANGED:
        _drop(name)
        _make(name, table, before, when)
    for name, *_rest in GUARDS:
        _drop(name)
    op.drop_table("offer_answer")


def _make(name: str, table: str, before: str, when: str | None) -> None:
    op.get_context().opts["script"].get_revision("0001").module._make(name, table, before, when, f"guard:{name}")


def _drop(name: str) -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")


def _time() -> sa.DateTime:
    return sa.DateTime(timezone=True)
