"""Signing: a kiosk keeps the public key of its browser, and the number of the last request that was taken.

Kiosks that were paired before have no key: nothing that they send is taken until they are set up again. Their marks
stay right: an empty column is not covered, and the number never is.

Revision ID: 0011_signing
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011_signing"
down_revision = "0010_words"
branch_labels = None
depends_on = None

#: Triggers of the table "kiosk" before UPDATE: name, when. Copied from the models on the day of this migration.
GUARDS = (
    ("kiosk_keeps_its_key", "COALESCE(NEW.public_key, '') <> COALESCE(OLD.public_key, '')"),
    ("kiosk_counts_upwards", "NEW.last_count < OLD.last_count"),
)


def upgrade() -> None:
    op.add_column("kiosk", sa.Column("public_key", sa.String(160), nullable=True))
    op.add_column("kiosk", sa.Column("last_count", sa.Integer(), server_default="0", nullable=False))
    op.create_index("uq_kiosk_public_key", "kiosk", ["public_key"], unique=True)
    first = op.get_context().opts["script"].get_revision("0001").module
    for name, condition in GUARDS:
        first._make(name, "kiosk", "UPDATE", condition, f"guard:{name}")


def downgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, _condition in GUARDS:
        op.execute(f"DROP TRIGGER {name}" if on_sqlite else f"DROP FUNCTION {name}() CASCADE")
    op.drop_index("uq_kiosk_public_key", "kiosk")
    op.drop_column("kiosk", "last_count")
    op.drop_column("kiosk", "public_key")
