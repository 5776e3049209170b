"""Openings that a tablet has in stock do not keep the texts of a ballot from being corrected: nobody has begun with them.

Revision ID: 0076_stock_is_not_begun
"""

from __future__ import annotations

from alembic import op

revision = "0076_stock_is_not_begun"
down_revision = "0074_what_a_session_is_given"
branch_labels = None
depends_on = None

_VOTED = (
    "EXISTS (SELECT 1 FROM voting_right WHERE voting_right.round_id = NEW.round_id "
    "AND (voting_right.kind <> 'code' OR voting_right.status IN ('cast', 'exchanged'))) "
    "OR EXISTS (SELECT 1 FROM turnout WHERE turnout.round_id = NEW.round_id) "
    "OR EXISTS (SELECT 1 FROM box_opening WHERE box_opening.round_id = NEW.round_id)"
)
_STOCKED = " OR EXISTS (SELECT 1 FROM stocked_opening WHERE stocked_opening.round_id = NEW.round_id)"


def upgrade() -> None:
    _correct(_VOTED)


def downgrade() -> None:
    _correct(_VOTED + _STOCKED)


def _correct(when: str) -> None:
    """In place of the guards that were there."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    make = op.get_context().opts["script"].get_revision("0001").module._make
    for before in ("INSERT", "UPDATE"):
        name = f"corrected_before_the_first_vote_{before.lower()}"
        op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")
        make(name, "text_correction", before, when, f"guard:{name}")
