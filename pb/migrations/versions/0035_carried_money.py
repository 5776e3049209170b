"""Money that was carried over into a pot is a number of its own, so that no later round starts from it.

It stays empty in pots that exist: nobody can change a marked row without the key.

Revision ID: 0035_carried_money
"""

from __future__ import annotations

from alembic import op

revision = "0035_carried_money"
down_revision = "0034_practice"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In one statement and in place: SQLite would otherwise copy the table and lose its guards.
    op.execute(
        "ALTER TABLE pot ADD COLUMN carried_pence INTEGER CONSTRAINT ck_pot_carried_is_part "
        "CHECK (carried_pence > 0 AND carried_pence < amount_pence)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE pot DROP COLUMN carried_pence")
