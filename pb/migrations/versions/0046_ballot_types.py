"""Every type of ballot, and numbers of its own for each pot.

Rounds that exist are older than these settings: they stay empty there, because nobody can change a marked row without the
key, and their ballots are ticks between the numbers of the round.

There is no way back while a round has another type of ballot, or pots with numbers: an older version would show and count
its ballots as ticks.

Revision ID: 0046_ballot_types
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046_ballot_types"
down_revision = "0045_indexes"
branch_labels = None
depends_on = None

GUARD = "choice_is_of_its_ballot"
CONDITION = (
    "NEW.value <> 1 AND EXISTS (SELECT 1 FROM ballot JOIN round ON round.id = ballot.round_id "
    "WHERE ballot.key = NEW.ballot_key AND round.source = 'people' AND (NEW.value < 1 OR NEW.value > "
    "CASE round.ballot_type WHEN 'points' THEN COALESCE(round.points_to_share, 10) WHEN 'rank' THEN 100 "
    "WHEN 'score' THEN 5 ELSE 1 END))"
)
#: In one statement each and in place: SQLite would otherwise copy the table, and lose how older columns were added.
COLUMNS = (
    ("round", "any_number BOOLEAN"),
    ("round", "points_to_share INTEGER CONSTRAINT ck_round_points_are_few CHECK (points_to_share BETWEEN 2 AND 100)"),
    ("pot", "min_choices INTEGER"),
    (
        "pot",
        "max_choices INTEGER CONSTRAINT ck_pot_both_numbers_or_none CHECK ((min_choices IS NULL) = (max_choices IS NULL)) "
        "CONSTRAINT ck_pot_choices_make_sense "
        "CHECK (0 <= min_choices AND min_choices <= max_choices AND max_choices >= 1)",
    ),
)
_NEWER = (
    "SELECT (SELECT count(*) FROM round WHERE source = 'people' AND (ballot_type <> 'choose' OR any_number)) "
    "+ (SELECT count(*) FROM pot WHERE max_choices IS NOT NULL)"
)


def upgrade() -> None:
    for table, column in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    first = op.get_context().opts["script"].get_revision("0001").module
    first._make(GUARD, "choice", "INSERT", CONDITION, f"guard:{GUARD}")


def downgrade() -> None:
    if op.get_bind().execute(sa.text(_NEWER)).scalar():
        raise RuntimeError("There are rounds with other ballots than ticks. An older version would count them as ticks.")
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP FUNCTION {GUARD}() CASCADE" if is_postgresql else f"DROP TRIGGER {GUARD}")
    for table, column in reversed(COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column.partition(' ')[0]}")
