"""The steering group can depart from a count: what two members decide about a project stands beside it, and signatures say what was
decided. The new table begins empty, and no signature that is there was given beside a decision. No row changes.

Revision ID: 0178_departures
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0178_departures"
down_revision = "0175_offer_answers"
branch_labels = None
depends_on = None

#: (the guard's name, its table, before what, when)
GUARDS = (
    (
        "departure_stays",
        "departure",
        "UPDATE",
        "OLD.agreed_at IS NOT NULL",
    ),
    (
        "departure_kept",
        "departure",
        "DELETE",
        "OLD.agreed_at IS NOT NULL",
    ),
    (
        "one_departure_waits",
        "departure",
        "INSERT",
        "EXISTS (SELECT 1 FROM departure AS other WHERE other.round_id = NEW.round_id AND other.version = "
        "NEW.version AND (other.number >= NEW.number OR other.agreed_at IS NULL))",
    ),
    (
        "departs_before_the_signing_insert",
        "departure",
        "INSERT",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND NOT (EXISTS (SELECT"
        " 1 FROM result_correction AS begun WHERE begun.round_id = NEW.round_id AND begun.agreed_at IS NOT "
        "NULL AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE newer.round_id = begun.round_id AND "
        "newer.version > begun.version)) OR EXISTS (SELECT 1 FROM offer_answer AS said WHERE said.round_id = "
        "NEW.round_id AND said.answer <> 'accepted' AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE "
        "newer.round_id = said.round_id AND newer.version > said.version))) OR EXISTS (SELECT 1 FROM "
        "publication AS later WHERE later.round_id = NEW.round_id AND later.version >= NEW.version) OR "
        "NEW.version <> (SELECT max(counting.version) FROM counting WHERE counting.round_id = NEW.round_id) "
        "OR (SELECT count(*) FROM signature WHERE signature.round_id = NEW.round_id AND signature.version = "
        "NEW.version AND COALESCE(signature.decided, '') = COALESCE((SELECT newest.fingerprint FROM departure"
        " AS newest WHERE newest.round_id = NEW.round_id AND newest.version = NEW.version AND "
        "newest.agreed_at IS NOT NULL ORDER BY newest.number DESC LIMIT 1), '')) >= (SELECT CASE WHEN source "
        "= 'file' THEN 0 ELSE signatures_needed END FROM round WHERE round.id = NEW.round_id)",
    ),
    (
        "the_steering_group_departs_insert",
        "departure",
        "INSERT",
        "EXISTS (SELECT 1 FROM account WHERE account.id IN (NEW.proposed_by, NEW.agreed_by) AND NOT EXISTS "
        "(SELECT 1 FROM appointment WHERE appointment.account_id = account.id AND appointment.role = "
        "'steering'))",
    ),
    (
        "members_of_the_round_depart_insert",
        "departure",
        "INSERT",
        "EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id) AND NOT EXISTS "
        "(SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id AND round_member.account_id ="
        " NEW.proposed_by) OR (NEW.agreed_by IS NOT NULL AND EXISTS (SELECT 1 FROM round_member WHERE "
        "round_member.round_id = NEW.round_id) AND NOT EXISTS (SELECT 1 FROM round_member WHERE "
        "round_member.round_id = NEW.round_id AND round_member.account_id = NEW.agreed_by))",
    ),
    (
        "who_acts_departs_insert",
        "departure",
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
        "departs_before_the_signing_update",
        "departure",
        "UPDATE",
        "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND NOT (EXISTS (SELECT"
        " 1 FROM result_correction AS begun WHERE begun.round_id = NEW.round_id AND begun.agreed_at IS NOT "
        "NULL AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE newer.round_id = begun.round_id AND "
        "newer.version > begun.version)) OR EXISTS (SELECT 1 FROM offer_answer AS said WHERE said.round_id = "
        "NEW.round_id AND said.answer <> 'accepted' AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE "
        "newer.round_id = said.round_id AND newer.version > said.version))) OR EXISTS (SELECT 1 FROM "
        "publication AS later WHERE later.round_id = NEW.round_id AND later.version >= NEW.version) OR "
        "NEW.version <> (SELECT max(counting.version) FROM counting WHERE counting.round_id = NEW.round_id) "
        "OR (SELECT count(*) FROM signature WHERE signature.round_id = NEW.round_id AND signature.version = "
        "NEW.version AND COALESCE(signature.decided, '') = COALESCE((SELECT newest.fingerprint FROM departure"
        " AS newest WHERE newest.round_id = NEW.round_id AND newest.version = NEW.version AND "
        "newest.agreed_at IS NOT NULL ORDER BY newest.number DESC LIMIT 1), '')) >= (SELECT CASE WHEN source "
        "= 'file' THEN 0 ELSE signatures_needed END FROM round WHERE round.id = NEW.round_id)",
    ),
    (
        "the_steering_group_departs_update",
        "departure",
        "UPDATE",
        "EXISTS (SELECT 1 FROM account WHERE account.id IN (NEW.proposed_by, NEW.agreed_by) AND NOT EXISTS "
        "(SELECT 1 FROM appointment WHERE appointment.account_id = account.id AND appointment.role = "
        "'steering'))",
    ),
    (
        "members_of_the_round_depart_update",
        "departure",
        "UPDATE",
        "EXISTS (SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id) AND NOT EXISTS "
        "(SELECT 1 FROM round_member WHERE round_member.round_id = NEW.round_id AND round_member.account_id ="
        " NEW.proposed_by) OR (NEW.agreed_by IS NOT NULL AND EXISTS (SELECT 1 FROM round_member WHERE "
        "round_member.round_id = NEW.round_id) AND NOT EXISTS (SELECT 1 FROM round_member WHERE "
        "round_member.round_id = NEW.round_id AND round_member.account_id = NEW.agreed_by))",
    ),
    (
        "who_acts_departs_update",
        "departure",
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
        "signed_what_was_decided",
        "signature",
        "INSERT",
        "COALESCE(NEW.decided, '') <> COALESCE((SELECT newest.fingerprint FROM departure AS newest WHERE "
        "newest.round_id = NEW.round_id AND newest.version = NEW.version AND newest.agreed_at IS NOT NULL "
        "ORDER BY newest.number DESC LIMIT 1), '')",
    ),
)
#: (the guard's name, its table, before what, when until now, when from now on)
CHANGED = (
    (
        "signature_kept",
        "signature",
        "DELETE",
        "1 = 1",
        "COALESCE(OLD.decided, '') = COALESCE((SELECT newest.fingerprint FROM departure AS newest WHERE "
        "newest.round_id = OLD.round_id AND newest.version = OLD.version AND newest.agreed_at IS NOT NULL "
        "ORDER BY newest.number DESC LIMIT 1), '') OR EXISTS (SELECT 1 FROM publication AS later WHERE "
        "later.round_id = OLD.round_id AND later.version >= OLD.version)",
    ),
    (
        "published_when_signed",
        "publication",
        "INSERT",
        "(SELECT count(*) FROM signature WHERE signature.round_id = NEW.round_id AND signature.version = "
        "NEW.version) < (SELECT CASE WHEN source = 'file' THEN 0 ELSE signatures_needed END FROM round WHERE "
        "round.id = NEW.round_id)",
        "(SELECT count(*) FROM signature WHERE signature.round_id = NEW.round_id AND signature.version = "
        "NEW.version AND COALESCE(signature.decided, '') = COALESCE((SELECT newest.fingerprint FROM departure"
        " AS newest WHERE newest.round_id = NEW.round_id AND newest.version = NEW.version AND "
        "newest.agreed_at IS NOT NULL ORDER BY newest.number DESC LIMIT 1), '')) < (SELECT CASE WHEN source ="
        " 'file' THEN 0 ELSE signatures_needed END FROM round WHERE round.id = NEW.round_id)",
    ),
)
_CHECKS = (
    ("agreed_by IS NULL OR agreed_by <> proposed_by", "two_people_depart"),
    ("(agreed_by IS NULL) = (agreed_at IS NULL)", "agreed_by_somebody"),
    ("(agreed_by IS NULL) = (fingerprint IS NULL)", "agreed_with_a_fingerprint"),
    ("counted_pence >= 0 AND (gives_pence IS NULL OR gives_pence >= 0)", "no_debt"),
    ("gives_pence IS NULL OR gives_pence <> counted_pence", "another_sum"),
    ("left_pence >= 0", "no_more_than_the_pot"),
    ("length(reason) BETWEEN 1 AND 600", "gives_a_reason"),
)


def upgrade() -> None:
    op.add_column("signature", sa.Column("decided", sa.String(64), nullable=True))
    op.create_table(
        "departure",
        *(sa.Column(name, sa.Integer(), autoincrement=False, nullable=False) for name in ("round_id", "version", "number")),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("counted_pence", sa.Integer(), nullable=False),
        sa.Column("gives_pence", sa.Integer(), nullable=True),
        sa.Column("left_pence", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", _time(), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("agreed_at", _time(), nullable=True),
        sa.Column("fingerprint", sa.String(64), nullable=True),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        *(sa.CheckConstraint(what, name=op.f(f"ck_departure_{name}")) for what, name in _CHECKS),
        *(
            sa.ForeignKeyConstraint([name], ["account.id"], name=op.f(f"fk_departure_{name}"))
            for name in ("proposed_by", "agreed_by")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_departure_project_id")),
        sa.ForeignKeyConstraint(
            ["round_id", "version"],
            ["counting.round_id", "counting.version"],
            name=op.f("fk_departure_round_id_version"),
        ),
        sa.PrimaryKeyConstraint("round_id", "version", "number", name=op.f("pk_departure")),
    )
    for name, table, before, when in GUARDS:
        _make(name, table, before, when)
    for name, table, before, _until_now, when in CHANGED:
        _drop(name)
        _make(name, table, before, when)


def downgrade() -> None:
    if op.get_bind().execute(sa.text("SELECT count(*) FROM departure")).scalar():
        raise RuntimeError("A steering group departs from a count. An older version does not know that.")
    for name, table, before, when, _now in CHANGED:
        _drop(name)
        _make(name, table, before, when)
    for name, *_rest in GUARDS:
        _drop(name)
    op.drop_table("departure")
    op.execute("ALTER TABLE signature DROP COLUMN decided")


def _make(name: str, table: str, before: str, when: str | None) -> None:
    op.get_context().opts["script"].get_revision("0001").module._make(name, table, before, when, f"guard:{name}")


def _drop(name: str) -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")


def _time() -> sa.DateTime:
    return sa.DateTime(timezone=True)
