"""A lost card works until a second person releases the new one; nobody alone cancels a card that works.

There is no way back while a new card waits beside one that works: an older version would release it and leave both.

Revision ID: 0028_cards
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028_cards"
down_revision = "0027_form_keys"
branch_labels = None
depends_on = None

_UNRELEASED = (
    "EXISTS (SELECT 1 FROM card_pack WHERE card_pack.round_id = NEW.round_id AND NEW.card_number BETWEEN card_pack.first "
    "AND card_pack.last AND card_pack.released_by IS NULL)"
)
_LOST = (
    "EXISTS (SELECT 1 FROM card_pack JOIN voting_right AS lost ON lost.round_id = card_pack.round_id AND "
    "lost.card_number = card_pack.replaces WHERE card_pack.round_id = NEW.round_id AND card_pack.first = {card} "
    "AND (lost.status IS NULL OR lost.status <> 'void'){more})"
)
_SPENT = "NEW.kind = 'code' AND NEW.status IN ('cast', 'exchanged') AND OLD.status IS NULL AND "
_STAYS = "OLD.released_by IS NOT NULL OR NEW.first <> OLD.first OR NEW.last <> OLD.last"
#: Triggers that are there already: name, table, before which act, when; and when before this migration.
CHANGED = (
    (
        ("cards_are_released_first", "voting_right", "UPDATE"),
        _SPENT + "(" + _UNRELEASED + " OR " + _LOST.format(card="NEW.card_number", more="") + ")",
        _SPENT + _UNRELEASED,
    ),
    (
        ("card_pack_stays", "card_pack", "UPDATE"),
        _STAYS + " OR COALESCE(NEW.replaces, 0) <> COALESCE(OLD.replaces, 0)",
        _STAYS,
    ),
)
NEW = (
    (
        "working_card_ends_by_two",
        "voting_right",
        "UPDATE",
        "NEW.kind = 'code' AND NEW.status = 'void' AND OLD.status IS NULL AND NOT "
        + _UNRELEASED
        + " AND NOT EXISTS (SELECT 1 FROM card_pack WHERE card_pack.round_id = NEW.round_id AND card_pack.replaces = "
        "NEW.card_number AND card_pack.released_by IS NOT NULL)",
    ),
    (
        "replacement_is_not_replaced",
        "card_pack",
        "INSERT",
        "NEW.replaces IS NOT NULL AND "
        + _LOST.format(card="NEW.replaces", more=" AND card_pack.released_by IS NULL"),
    ),
)
_ONCE = sa.text("replaces IS NOT NULL AND released_by IS NOT NULL")
#: New cards that wait, and have not been cancelled, in place of cards that still work or gave a vote.
_BESIDE = (
    "SELECT count(*) FROM card_pack JOIN voting_right AS lost ON lost.round_id = card_pack.round_id AND lost.card_number "
    "= card_pack.replaces JOIN voting_right AS fresh ON fresh.round_id = card_pack.round_id AND fresh.card_number = "
    "card_pack.first WHERE card_pack.released_by IS NULL AND fresh.status IS NULL AND "
    "(lost.status IS NULL OR lost.status <> 'void')"
)


def _make(name: str, table: str, before: str, condition: str) -> None:
    first = op.get_context().opts["script"].get_revision("0001").module
    first._make(name, table, before, condition, f"guard:{name}")


def _drop(guard: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {guard}() CASCADE")  # and its triggers
    else:
        op.execute(f"DROP TRIGGER {guard}")


def upgrade() -> None:
    op.create_index(
        "uq_replaced_once",
        "card_pack",
        ["round_id", "replaces"],
        unique=True,
        sqlite_where=_ONCE,
        postgresql_where=_ONCE,
    )
    for what, now, _before in CHANGED:
        _drop(what[0])
        _make(*what, now)
    for each in NEW:
        _make(*each)


def downgrade() -> None:
    if op.get_bind().execute(sa.text(_BESIDE)).scalar():
        raise RuntimeError("A new card waits beside one that works. Release it or withdraw it first.")
    for name, *_ in NEW:
        _drop(name)
    for what, _now, before in CHANGED:
        _drop(what[0])
        _make(*what, before)
    op.drop_index("uq_replaced_once", table_name="card_pack")
