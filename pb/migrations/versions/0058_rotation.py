"""Whether voters get the projects in different orders.

Rounds that exist are older than this setting: it stays empty there, because nobody can change a marked row without the
key. Their projects stand by their numbers.

There is no way back while a round has it: an older version would show its frozen ballot in another order, and find
another fingerprint.

Revision ID: 0058_rotation
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0058_rotation"
down_revision = "0057_measured_screens"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In one statement and in place: SQLite would otherwise copy the table, and lose how older columns were added.
    op.execute("ALTER TABLE round ADD COLUMN rotation BOOLEAN")


def downgrade() -> None:
    if op.get_bind().execute(sa.text("SELECT count(*) FROM round WHERE rotation")).scalar():
        raise RuntimeError("There are rounds whose projects are listed in different orders. An older version has one order.")
    op.execute("ALTER TABLE round DROP COLUMN rotation")
