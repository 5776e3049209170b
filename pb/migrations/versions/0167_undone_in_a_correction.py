"""While a published result is corrected, a withdrawal is undone too: guards. No row changes.

Revision ID: 0167_undone_in_a_correction
"""

from __future__ import annotations

from alembic import op

revision = "0167_undone_in_a_correction"
down_revision = "0167_post"
branch_labels = None
depends_on = None

_BEFORE = (
    "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND (NEW.kind NOT IN "
    "('withdraw', 'stand_in') OR NOT EXISTS (SELECT 1 FROM result_correction AS begun WHERE begun.round_id = "
    "NEW.round_id AND begun.agreed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM publication AS newer WHERE "
    "newer.round_id = begun.round_id AND newer.version > begun.version)))"
)
_NOW = (
    "EXISTS (SELECT 1 FROM publication WHERE publication.round_id = NEW.round_id) AND (NEW.kind NOT IN "
    "('withdraw', 'undo', 'stand_in') OR NOT EXISTS (SELECT 1 FROM result_correction AS begun WHERE "
    "begun.round_id = NEW.round_id AND begun.agreed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM publication AS "
    "newer WHERE newer.round_id = begun.round_id AND newer.version > begun.version)))"
)


def upgrade() -> None:
    _make_anew(_NOW)


def downgrade() -> None:
    _make_anew(_BEFORE)


def _make_anew(when: str) -> None:
    make = op.get_context().opts["script"].get_revision("0001").module._make
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for before in ("INSERT", "UPDATE"):
        name = f"decided_before_the_publication_{before.lower()}"
        op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")
        make(name, "decision", before, when, f"guard:{name}")
