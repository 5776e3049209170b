"""Kiosks that seal votes themselves: openings that they have in stock, and what they last said.

Rows stay as they are: both tables begin empty, and the new column is empty in all rights. There is no way back while a
round has votes from such a kiosk: an older version would take their rights for changed.

Revision ID: 0064_votes_sent_by_kiosks
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0064_votes_sent_by_kiosks"
down_revision = "0063_index_of_entries"
branch_labels = None
depends_on = None

_TURN = "kind = 'opening' AND status IS NULL"
_VOTED = (
    "EXISTS (SELECT 1 FROM voting_right WHERE voting_right.round_id = NEW.round_id "
    "AND (voting_right.kind <> 'code' OR voting_right.status IN ('cast', 'exchanged'))) "
    "OR EXISTS (SELECT 1 FROM turnout WHERE turnout.round_id = NEW.round_id) "
    "OR EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)"
)
_STOCKED = " OR EXISTS (SELECT 1 FROM stocked_opening WHERE stocked_opening.round_id = NEW.round_id)"
#: (the guard's name, its table, before what, when)
GUARDS = (
    (
        "stocked_after_the_opening",
        "stocked_opening",
        "INSERT",
        "EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)",
    ),
    (
        "votes_are_sent_first",
        "box_opening",
        "INSERT",
        "EXISTS (SELECT 1 FROM kiosk_contact JOIN kiosk ON kiosk.id = kiosk_contact.kiosk_id "
        "JOIN voting_session ON voting_session.id = kiosk.session_id WHERE voting_session.round_id = NEW.round_id "
        "AND kiosk_contact.waiting > 0 AND NOT EXISTS (SELECT 1 FROM resolution WHERE resolution.kiosk_id = kiosk.id "
        "AND resolution.matter = 'to_send' AND resolution.agreed_by IS NOT NULL))",
    ),
)
_MATTERS = "'batch', 'surplus', 'held', 'sum', 'tablet', 'heads', 'venue', 'team', 'account'"
_REASONS = (
    "'sent_out', 'lent', 'destroyed', 'lost', 'not_recorded', 'carried', 'late', 'not_known', 'voter_was_there', "
    "'voted_again', 'looked_into', 'stays_stopped', 'as_on_paper', 'not_as_on_paper'"
)
#: CHECKs of ``resolution`` by name: as they were, and as they are.
CHECKS = {
    "matter_is_known": (
        f"matter IN ({_MATTERS})",
        "matter IN ('batch', 'surplus', 'held', 'to_send', 'sum', 'tablet', 'heads', 'venue', 'team', 'account')",
    ),
    "reason_is_known": (
        f"reason IN ({_REASONS})",
        "reason IN ('sent_out', 'lent', 'destroyed', 'lost', 'not_recorded', 'carried', 'late', 'not_known', "
        "'voter_was_there', 'voted_again', 'tablet_lost', 'tablet_broken', 'looked_into', 'stays_stopped', 'as_on_paper', "
        "'not_as_on_paper')",
    ),
    "about_a_kiosk": (
        "(matter = 'held') = (kiosk_id IS NOT NULL)",
        "(matter IN ('held', 'to_send')) = (kiosk_id IS NOT NULL)",
    ),
    "something_is_resolved": ("number <> 0", "number <> 0 OR matter = 'to_send'"),
}


def upgrade() -> None:
    op.create_table(
        "stocked_opening",
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kiosk_id", sa.Integer(), nullable=False),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_stocked_opening_round_id")),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosk.id"], name=op.f("fk_stocked_opening_kiosk_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_stocked_opening")),
        sqlite_with_rowid=False,
    )
    for column in ("round_id", "kiosk_id"):
        op.create_index(op.f(f"ix_stocked_opening_{column}"), "stocked_opening", [column])
    op.create_table(
        "kiosk_contact",
        sa.Column("kiosk_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.CheckConstraint("waiting >= 0 AND refused >= 0", name=op.f("ck_kiosk_contact_numbers_are_counts")),
        sa.ForeignKeyConstraint(["kiosk_id"], ["kiosk.id"], name=op.f("fk_kiosk_contact_kiosk_id")),
        sa.PrimaryKeyConstraint("kiosk_id", name=op.f("pk_kiosk_contact")),
    )
    op.execute("ALTER TABLE voting_right ADD COLUMN from_stock BOOLEAN")
    _one_turn_at_a_time(f"{_TURN} AND from_stock IS NULL", before=_TURN)
    _check(1)
    for guard in GUARDS:
        _make(*guard)
    _correct(_VOTED + _STOCKED)


def downgrade() -> None:
    used = "SELECT (SELECT count(*) FROM voting_right WHERE from_stock) + (SELECT count(*) FROM kiosk_contact)"
    if op.get_bind().execute(sa.text(used)).scalar():
        raise RuntimeError("There are kiosks that seal votes themselves. An older version does not know them.")
    for name, *_ in GUARDS:
        _drop(name)
    _correct(_VOTED)
    _check(0)
    _one_turn_at_a_time(_TURN, before=f"{_TURN} AND from_stock IS NULL")
    op.execute("ALTER TABLE voting_right DROP COLUMN from_stock")
    op.drop_table("kiosk_contact")
    op.drop_table("stocked_opening")


def _one_turn_at_a_time(now: str, before: str) -> None:
    old, new = sa.text(before), sa.text(now)
    op.drop_index("uq_open_turn", "voting_right", sqlite_where=old, postgresql_where=old)
    op.create_index("uq_open_turn", "voting_right", ["kiosk_id"], unique=True, sqlite_where=new, postgresql_where=new)


def _check(which: int) -> None:
    with op.batch_alter_table("resolution") as batch:
        for name, texts in CHECKS.items():
            batch.drop_constraint(op.f(f"ck_resolution_{name}"), type_="check")
            batch.create_check_constraint(op.f(f"ck_resolution_{name}"), texts[which])


def _correct(when: str) -> None:
    """In place of the guards that were there."""
    for before in ("INSERT", "UPDATE"):
        name = f"corrected_before_the_first_vote_{before.lower()}"
        _drop(name)
        _make(name, "text_correction", before, when)


def _make(name: str, table: str, before: str, condition: str) -> None:
    op.get_context().opts["script"].get_revision("0001").module._make(name, table, before, condition, f"guard:{name}")


def _drop(guard: str) -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP FUNCTION {guard}() CASCADE" if is_postgresql else f"DROP TRIGGER {guard}")
