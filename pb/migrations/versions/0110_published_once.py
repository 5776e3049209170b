"""A round is published once, and not counted again after it: two guards. No row changes.

Revision ID: 0110_published_once
"""

from __future__ import annotations

from alembic import op

revision = "0110_published_once"
down_revision = "0109_tablet_checks"
branch_labels = None
depends_on = None

_PUBLISHED = "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id)"
#: (the guard's name, its table)
GUARDS = (("published_once", "publication"), ("counted_before_the_publication", "counting"))


def upgrade() -> None:
    make = op.get_context().opts["script"].get_revision("0001").module._make
    for name, table in GUARDS:
        make(name, table, "INSERT", _PUBLISHED, f"guard:{name}")


def downgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for name, _table in GUARDS:
        op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")
