"""Tablets work without a network where voters bring cards: a ballot from a tablet's stock gives a vote once a card was exchanged
for it, and a vote that waits because of its card keeps the sealed code. No row has either yet.

Revision ID: 0173_cards_without_a_network
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0173_cards_without_a_network"
down_revision = "0173_cards_alone"
branch_labels = None
depends_on = None

_TABLET_FAULTS = "'stopped', 'late', 'early', 'too_many', 'cancelled', 'used', 'other_code'"
_CARD_FAULTS = "'no_card', 'card_used', 'card_void', 'unreleased'"
_BEFORE, _NOW = f"why IN ({_TABLET_FAULTS})", f"why IN ({_TABLET_FAULTS}, {_CARD_FAULTS})"
_GUARD = "card_before_the_vote"
_WHEN = (
    "NEW.status = 'cast' AND (OLD.status IS NULL OR OLD.status <> 'cast') AND NEW.from_stock IS NOT NULL "
    "AND NEW.with_card IS NULL AND EXISTS (SELECT 1 FROM round WHERE round.id = NEW.round_id "
    "AND round.entitlement = 'code')"
)


def upgrade() -> None:
    # In one statement and in place: SQLite would otherwise copy the table, and lose how older columns were added.
    check = "CONSTRAINT ck_voting_right_only_stock_waits_for_a_card CHECK (with_card IS NULL OR from_stock IS NOT NULL)"
    op.execute(f"ALTER TABLE voting_right ADD COLUMN with_card BOOLEAN {check}")
    with op.batch_alter_table("held_envelope", table_kwargs={"sqlite_with_rowid": False}) as batch:
        batch.drop_constraint(op.f("ck_held_envelope_why_is_known"), type_="check")
        batch.create_check_constraint(op.f("ck_held_envelope_why_is_known"), _NOW)
    kind = "BYTEA" if op.get_bind().dialect.name == "postgresql" else "BLOB"
    check = f"CONSTRAINT ck_held_envelope_only_cards_that_give_none CHECK (sealed_card IS NULL OR why IN ({_CARD_FAULTS}))"
    op.execute(f"ALTER TABLE held_envelope ADD COLUMN sealed_card {kind} {check}")
    op.get_context().opts["script"].get_revision("0001").module._make(
        _GUARD, "voting_right", "UPDATE", _WHEN, f"guard:{_GUARD}"
    )


def downgrade() -> None:
    used = "SELECT (SELECT count(*) FROM voting_right WHERE with_card) + (SELECT count(*) FROM held_envelope WHERE "
    if op.get_bind().execute(sa.text(f"{used} why IN ({_CARD_FAULTS}))")).scalar():
        raise RuntimeError("Cards came with votes from tablets. An older version does not know them.")
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP FUNCTION {_GUARD}() CASCADE" if is_postgresql else f"DROP TRIGGER {_GUARD}")
    op.execute("ALTER TABLE held_envelope DROP COLUMN sealed_card")
    with op.batch_alter_table("held_envelope", table_kwargs={"sqlite_with_rowid": False}) as batch:
        batch.drop_constraint(op.f("ck_held_envelope_why_is_known"), type_="check")
        batch.create_check_constraint(op.f("ck_held_envelope_why_is_known"), _BEFORE)
    op.execute("ALTER TABLE voting_right DROP COLUMN with_card")
