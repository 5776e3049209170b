"""A published result is corrected by a newer version, when two people say why. The new table begins empty, and the guards that keep a
published result as it is let a newer one be counted and signed meanwhile. No row changes.

Revision ID: 0166_result_corrections
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0166_result_corrections"
down_revision = "0151_other_codes_decided"
branch_labels = None
depends_on = None

#: (the guard's name, its table, before what, when)
GUARDS = (
    (
        "result_correction_stays",
        "result_correction",
        "UPDATE",
        "OLD.agreed_at IS NOT NULL",
    ),
    (
        "result_correction_kept",
        "result_correction",
        "DELETE",
        "OLD.agreed_at IS NOT NULL",
    ),
    (
        "newest_result_is_corrected",
        "result_correction",
        "INSERT",
        "NEW.version <> (SELECT max(publication.version) FROM publication WHERE publication.round_id = NEW.round_id)",
    ),
    (
        "corrected_by_a_member_insert",
        "result_correction",
        "INSERT",
        "NEW.agreed_by IS NOT NULL AND EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id) "
        "AND NOT EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id AND "
        "round_member.account_id = NEW.agreed_by)",
    ),
    (
        "who_acts_corrects_insert",
        "result_correction",
        "INSERT",
        "NEW.agreed_by IS NOT NULL AND (EXISTS (SELECT 1 FROM decision AS now WHERE now.round_id = NEW.round_id AND "
        "now.kind = 'stand_in' AND now.agreed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decision AS undo WHERE "
        "undo.undoes_id = now.id AND undo.agreed_at IS NOT NULL) AND now.member_id = NEW.agreed_by) OR (NOT EXISTS "
        "(SELECT 1 FROM decision AS now WHERE now.round_id = NEW.round_id AND now.kind = 'stand_in' AND now.agreed_at "
        "IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decision AS undo WHERE undo.undoes_id = now.id AND undo.agreed_at "
        "IS NOT NULL)) AND EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id AND "
        "round_member.account_id = NEW.agreed_by AND round_member.substitute)))",
    ),
    (
        "corrected_by_a_member_update",
        "result_correction",
        "UPDATE",
        "NEW.agreed_by IS NOT NULL AND EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id) "
        "AND NOT EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id AND "
        "round_member.account_id = NEW.agreed_by)",
    ),
    (
        "who_acts_corrects_update",
        "result_correction",
        "UPDATE",
        "NEW.agreed_by IS NOT NULL AND (EXISTS (SELECT 1 FROM decision AS now WHERE now.round_id = NEW.round_id AND "
        "now.kind = 'stand_in' AND now.agreed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decision AS undo WHERE "
        "undo.undoes_id = now.id AND undo.agreed_at IS NOT NULL) AND now.member_id = NEW.agreed_by) OR (NOT EXISTS "
        "(SELECT 1 FROM decision AS now WHERE now.round_id = NEW.round_id AND now.kind = 'stand_in' AND now.agreed_at "
        "IS NOT NULL AND NOT EXISTS (SELECT 1 FROM decision AS undo WHERE undo.undoes_id = now.id AND undo.agreed_at "
        "IS NOT NULL)) AND EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id AND "
        "round_member.account_id = NEW.agreed_by AND round_member.substitute)))",
    ),
)
#: (the guard's name, its table, before what, when until now, when from now on)
CHANGED = (
    (
        "no_member_of_an_open_round_coordinates",
        "appointment",
        "INSERT",
        "NEW.role = 'coordinator' AND EXISTS (SELECT 1 FROM round_member WHERE round_member.account_id = "
        "NEW.account_id AND NOT EXISTS (SELECT 1 FROM publication WHERE publication.round_id = round_member.round_id) "
        "AND NOT EXISTS (SELECT 1 FROM decision AS ending WHERE ending.round_id = round_member.round_id AND "
        "ending.kind = 'abandon' AND ending.agreed_at IS NOT NULL))",
        "NEW.role = 'coordinator' AND EXISTS (SELECT 1 FROM round_member WHERE round_member.account_id = "
        "NEW.account_id AND (NOT EXISTS (SELECT 1 FROM publication WHERE publication.round_id = "
        "round_member.round_id) OR EXISTS (SELECT 1 FROM result_correction AS begun WHERE begun.round_id = "
        "round_member.round_id AND begun.agreed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM publication AS newer "
        "WHERE newer.round_id = begun.round_id AND newer.version > begun.version))) AND NOT EXISTS (SELECT 1 FROM "
        "decision AS ending WHERE ending.round_id = round_member.round_id AND ending.kind = 'abandon' AND "
        "ending.agreed_at IS NOT NULL))",
    ),
    (
        "published_once",
        "publication",
        "INSERT",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id)",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND NOT EXISTS (SELECT 1 FROM "
        "result_correction AS begun WHERE begun.round_id = NEW.round_id AND begun.agreed_at IS NOT NULL AND NOT "
        "EXISTS (SELECT 1 FROM publication AS newer WHERE newer.round_id = begun.round_id AND newer.version > "
        "begun.version)) OR EXISTS (SELECT 1 FROM publication AS later WHERE later.round_id = NEW.round_id AND "
        "later.version >= NEW.version)",
    ),
    (
        "counted_before_the_publication",
        "counting",
        "INSERT",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id)",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND NOT EXISTS (SELECT 1 FROM "
        "result_correction AS begun WHERE begun.round_id = NEW.round_id AND begun.agreed_at IS NOT NULL AND NOT "
        "EXISTS (SELECT 1 FROM publication AS newer WHERE newer.round_id = begun.round_id AND newer.version > "
        "begun.version)) OR EXISTS (SELECT 1 FROM publication AS later WHERE later.round_id = NEW.round_id AND "
        "later.version >= NEW.version)",
    ),
    (
        "signed_before_the_publication",
        "signature",
        "INSERT",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id)",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND NOT EXISTS (SELECT 1 FROM "
        "result_correction AS begun WHERE begun.round_id = NEW.round_id AND begun.agreed_at IS NOT NULL AND NOT "
        "EXISTS (SELECT 1 FROM publication AS newer WHERE newer.round_id = begun.round_id AND newer.version > "
        "begun.version)) OR EXISTS (SELECT 1 FROM publication AS later WHERE later.round_id = NEW.round_id AND "
        "later.version >= NEW.version)",
    ),
    (
        "recounted_before_the_publication",
        "recount",
        "INSERT",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id)",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND NOT EXISTS (SELECT 1 FROM "
        "result_correction AS begun WHERE begun.round_id = NEW.round_id AND begun.agreed_at IS NOT NULL AND NOT "
        "EXISTS (SELECT 1 FROM publication AS newer WHERE newer.round_id = begun.round_id AND newer.version > "
        "begun.version)) OR EXISTS (SELECT 1 FROM publication AS later WHERE later.round_id = NEW.round_id AND "
        "later.version >= NEW.version)",
    ),
    (
        "decided_before_the_publication_insert",
        "decision",
        "INSERT",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id)",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND (NEW.kind NOT IN "
        "('withdraw', 'stand_in') OR NOT EXISTS (SELECT 1 FROM result_correction AS begun WHERE begun.round_id = "
        "NEW.round_id AND begun.agreed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE "
        "newer.round_id = begun.round_id AND newer.version > begun.version)))",
    ),
    (
        "decided_before_the_publication_update",
        "decision",
        "UPDATE",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id)",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND (NEW.kind NOT IN "
        "('withdraw', 'stand_in') OR NOT EXISTS (SELECT 1 FROM result_correction AS begun WHERE begun.round_id = "
        "NEW.round_id AND begun.agreed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE "
        "newer.round_id = begun.round_id AND newer.version > begun.version)))",
    ),
    (
        "signed_when_papers_are_checked",
        "signature",
        "INSERT",
        "(SELECT papers_checked FROM round WHERE round.id = NEW.round_id) AND EXISTS (SELECT 1 FROM entry JOIN bundle "
        "ON bundle.id = entry.bundle_id WHERE bundle.round_id = NEW.round_id AND bundle.cast_at IS NOT NULL) AND NOT "
        "EXISTS (SELECT 1 FROM check_stage WHERE check_stage.round_id = NEW.round_id AND check_stage.version = "
        "NEW.version AND finding IN ('confirmed', 'rate', 'unconfirmed', 'unreadable', 'different'))",
        "(SELECT papers_checked FROM round WHERE round.id = NEW.round_id) AND EXISTS (SELECT 1 FROM entry JOIN bundle "
        "ON bundle.id = entry.bundle_id WHERE bundle.round_id = NEW.round_id AND bundle.cast_at IS NOT NULL) AND NOT "
        "EXISTS (SELECT 1 FROM check_stage WHERE check_stage.round_id = NEW.round_id AND check_stage.version = "
        "NEW.version AND finding IN ('confirmed', 'rate', 'unconfirmed', 'unreadable', 'different')) AND NOT EXISTS "
        "(SELECT 1 FROM result_correction AS begun WHERE begun.round_id = NEW.round_id AND begun.agreed_at IS NOT "
        "NULL AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE newer.round_id = begun.round_id AND "
        "newer.version > begun.version))",
    ),
)


def upgrade() -> None:
    op.create_table(
        "result_correction",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", _time(), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_at", _time(), nullable=True),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.CheckConstraint("agreed_by IS NULL OR agreed_by <> proposed_by", name=op.f("ck_result_correction_two_people_correct")),
        sa.CheckConstraint(
            "(agreed_by IS NULL) = (agreed_at IS NULL)", name=op.f("ck_result_correction_agreed_by_somebody")
        ),
        *(
            sa.ForeignKeyConstraint([name], ["account.id"], name=op.f(f"fk_result_correction_{name}"))
            for name in ("proposed_by", "agreed_by")
        ),
        sa.ForeignKeyConstraint(
            ["round_id", "version"],
            ["publication.round_id", "publication.version"],
            name=op.f("fk_result_correction_round_id_version"),
        ),
        sa.PrimaryKeyConstraint("round_id", "version", name=op.f("pk_result_correction")),
    )
    for name, table, before, when in GUARDS:
        _make(name, table, before, when)
    for name, table, before, _until_now, when in CHANGED:
        _drop(name)
        _make(name, table, before, when)


def downgrade() -> None:
    if op.get_bind().execute(sa.text("SELECT count(*) FROM result_correction")).scalar():
        raise RuntimeError("A published result was corrected. An older version does not know that.")
    for name, table, before, when, _now in CHANGED:
        _drop(name)
        _make(name, table, before, when)
    for name, *_rest in GUARDS:
        _drop(name)
    op.drop_table("result_correction")


def _make(name: str, table: str, before: str, when: str) -> None:
    op.get_context().opts["script"].get_revision("0001").module._make(name, table, before, when, f"guard:{name}")


def _drop(name: str) -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")


def _time() -> sa.DateTime:
    return sa.DateTime(timezone=True)
