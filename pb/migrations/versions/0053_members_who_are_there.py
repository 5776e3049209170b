"""A member whose account is closed agrees to no freeze: the guard of 0044, which was made without this for a while.

Revision ID: 0053_members_who_are_there
"""

from __future__ import annotations

from alembic import op

revision = "0053_members_who_are_there"
down_revision = "0052_choices_at_the_opening"
branch_labels = None
depends_on = None

GUARD = "members_agree_to_the_freeze"


def upgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP FUNCTION IF EXISTS {GUARD}() CASCADE" if is_postgresql else f"DROP TRIGGER IF EXISTS {GUARD}")
    versions = op.get_context().opts["script"]
    (guard,) = (each for each in versions.get_revision("0044").module.GUARDS if each[0] == GUARD)
    name, table, before, condition = guard
    versions.get_revision("0001").module._make(name, table, before, condition, f"guard:{name}")


def downgrade() -> None:
    """The guard of 0044 is the same one."""
