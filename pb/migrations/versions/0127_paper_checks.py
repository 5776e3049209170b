"""Papers are looked at again before a result is signed. The new tables begin empty, and rounds that exist do without: the
setting stays empty there, because nobody can change a marked row without the key.

Revision ID: 0127_paper_checks
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0127_paper_checks"
down_revision = "0121_cars"
branch_labels = None
depends_on = None

#: (the guard's name, its table, before what, when)
GUARDS = (
    ("paper_check_stays", "paper_check", "UPDATE", "1 = 1"),
    ("paper_check_kept", "paper_check", "DELETE", "1 = 1"),
    ("dice_stays", "dice", "UPDATE", "1 = 1"),
    ("dice_kept", "dice", "DELETE", "1 = 1"),
    ("sighting_stays", "sighting", "UPDATE", "1 = 1"),
    ("sighting_kept", "sighting", "DELETE", "1 = 1"),
    ("check_stage_stays", "check_stage", "UPDATE", "1 = 1"),
    ("check_stage_kept", "check_stage", "DELETE", "1 = 1"),
    ("dice_entry_stays", "dice_entry", "UPDATE", "1 = 1"),
    (
        "dice_entry_before_the_dice",
        "dice_entry",
        "INSERT",
        "EXISTS (SELECT 1 FROM dice WHERE dice.round_id = NEW.round_id AND dice.version = NEW.version)",
    ),
    (
        "dice_typed_by_two",
        "dice",
        "INSERT",
        "(SELECT count(*) FROM dice_entry WHERE dice_entry.round_id = NEW.round_id AND dice_entry.version = "
        "NEW.version AND dice_entry.digits = NEW.digits AND dice_entry.typed_by IN (NEW.typed_by, "
        "NEW.also_typed_by)) <> 2",
    ),
    (
        "who_typed_a_paper_does_not_look",
        "sighting",
        "INSERT",
        "EXISTS (SELECT 1 FROM entry JOIN bundle ON bundle.id = entry.bundle_id WHERE entry.paper_id = "
        "NEW.paper_id AND (entry.typed_by = NEW.seen_by OR EXISTS (SELECT 1 FROM team_member WHERE "
        "team_member.session_id = bundle.session_id AND team_member.account_id = NEW.seen_by)))",
    ),
    (
        "sighting_before_the_end",
        "sighting",
        "INSERT",
        "EXISTS (SELECT 1 FROM check_stage WHERE check_stage.round_id = NEW.round_id AND check_stage.version = "
        "NEW.version AND finding IN ('confirmed', 'rate', 'unconfirmed', 'unreadable', 'different'))",
    ),
    (
        "check_stage_before_the_end",
        "check_stage",
        "INSERT",
        "EXISTS (SELECT 1 FROM check_stage WHERE check_stage.round_id = NEW.round_id AND check_stage.version = "
        "NEW.version AND finding IN ('confirmed', 'rate', 'unconfirmed', 'unreadable', 'different'))",
    ),
    (
        "signed_when_papers_are_checked",
        "signature",
        "INSERT",
        "(SELECT papers_checked FROM round WHERE round.id = NEW.round_id) AND EXISTS (SELECT 1 FROM entry JOIN "
        "bundle ON bundle.id = entry.bundle_id WHERE bundle.round_id = NEW.round_id AND bundle.cast_at IS NOT "
        "NULL) AND NOT EXISTS (SELECT 1 FROM check_stage WHERE check_stage.round_id = NEW.round_id AND "
        "check_stage.version = NEW.version AND finding IN ('confirmed', 'rate', 'unconfirmed', 'unreadable', "
        "'different'))",
    ),
)
#: In the order in which they can go again.
TABLES = ("check_stage", "sighting", "dice", "dice_entry", "paper_check")


def upgrade() -> None:
    # In one statement and in place: SQLite would otherwise copy the table, and lose how older columns were added.
    op.execute("ALTER TABLE round ADD COLUMN papers_checked BOOLEAN")
    op.create_table(
        "paper_check",
        *_key(),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("margin", sa.Integer(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("papers_left_out", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=True),
        sa.Column("entries_hash", sa.String(64), nullable=False),
        _moment("begun_at"),
        _mark(),
        sa.CheckConstraint("papers > 0 AND most > 0 AND papers_left_out >= 0", name=op.f("ck_paper_check_there_are_papers")),
        sa.CheckConstraint("drawn IS NULL OR drawn > 0", name=op.f("ck_paper_check_some_are_drawn")),
        sa.ForeignKeyConstraint(
            ["round_id", "version"],
            ["counting.round_id", "counting.version"],
            name=op.f("fk_paper_check_round_id_version"),
        ),
        sa.PrimaryKeyConstraint("round_id", "version", name=op.f("pk_paper_check")),
    )
    op.create_table(
        "dice_entry",
        *_key(),
        sa.Column("typed_by", sa.Integer(), nullable=False),
        sa.Column("digits", sa.String(200), nullable=False),
        _moment("typed_at"),
        _mark(),
        *_of_a_check("dice_entry", "typed_by"),
        sa.PrimaryKeyConstraint("round_id", "version", "typed_by", name=op.f("pk_dice_entry")),
    )
    op.create_table(
        "dice",
        *_key(),
        sa.Column("digits", sa.String(200), nullable=False),
        sa.Column("typed_by", sa.Integer(), nullable=False),
        sa.Column("also_typed_by", sa.Integer(), nullable=False),
        _moment("rolled_at"),
        _mark(),
        sa.CheckConstraint("typed_by <> also_typed_by", name=op.f("ck_dice_two_people_type_them")),
        sa.CheckConstraint("length(digits) >= 20", name=op.f("ck_dice_at_least_20_rolls")),
        *_of_a_check("dice", "typed_by", "also_typed_by"),
        sa.PrimaryKeyConstraint("round_id", "version", name=op.f("pk_dice")),
    )
    op.create_table(
        "sighting",
        *_key(),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("seen_by", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.String(400), nullable=False),
        _moment("seen_at"),
        _mark(),
        sa.CheckConstraint("sealed <> ''", name=op.f("ck_sighting_sight_is_sealed")),
        *_of_a_check("sighting", "seen_by"),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_sighting_paper_id")),
        sa.PrimaryKeyConstraint("round_id", "version", "paper_id", "seen_by", "turn", name=op.f("pk_sighting")),
    )
    op.create_table(
        "check_stage",
        *_key(),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("looked", "differ", "one_vote", "two_votes")),
        sa.Column("finding", sa.String(12), nullable=False),
        sa.Column("more", sa.Integer(), nullable=False),
        sa.Column("concluded_by", sa.Integer(), nullable=True),
        _moment("concluded_at"),
        _mark(),
        sa.CheckConstraint(
            "finding IN ('confirmed', 'rate', 'unconfirmed', 'unreadable', 'different', 'more', 'all')",
            name=op.f("ck_check_stage_finding_is_known"),
        ),
        sa.CheckConstraint("(finding = 'more') = (more > 0)", name=op.f("ck_check_stage_more_are_drawn")),
        *_of_a_check("check_stage", "concluded_by"),
        sa.PrimaryKeyConstraint("round_id", "version", "number", name=op.f("pk_check_stage")),
    )
    make = op.get_context().opts["script"].get_revision("0001").module._make
    for name, table, before, condition in GUARDS:
        make(name, table, before, condition, f"guard:{name}")


def downgrade() -> None:
    bind = op.get_bind()
    if bind.execute(sa.text("SELECT count(*) FROM paper_check")).scalar():
        raise RuntimeError("Papers were checked again. An older version does not know that.")
    if bind.execute(sa.text("SELECT count(*) FROM round WHERE papers_checked")).scalar():
        raise RuntimeError("There are rounds whose papers are to be checked again. An older version does not do that.")
    is_postgresql = bind.dialect.name == "postgresql"
    for name, *_rest in GUARDS:
        op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")
    for table in TABLES:
        op.drop_table(table)
    op.execute("ALTER TABLE round DROP COLUMN papers_checked")


def _key() -> tuple[sa.Column, sa.Column]:
    return (
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
    )


def _of_a_check(table: str, *people: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            ["round_id", "version"],
            ["paper_check.round_id", "paper_check.version"],
            name=op.f(f"fk_{table}_round_id_version"),
        ),
        *(sa.ForeignKeyConstraint([name], ["account.id"], name=op.f(f"fk_{table}_{name}")) for name in people),
    ]


def _moment(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _mark() -> sa.Column:
    return sa.Column("keyed_mark", sa.String(64), nullable=True)
