"""Guards are known by their names: a trigger raises "guard:<name>", no sentence.

Before this a trigger raised the sentence that people read, and no sentence of a guard could be put better without
leaving older databases behind. Tables, conditions and names of the triggers stay as they are.

Revision ID: 0002
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_again(lambda name, _sentence: f"guard:{name}")


def downgrade() -> None:
    _make_again(lambda _name, sentence: sentence)


def _make_again(text) -> None:
    """Drop each trigger of the first schema and make it anew; it raises ``text(name, its sentence of then)``."""
    first = op.get_context().opts["script"].get_revision("0001").module
    for name, table, before, condition, sentence in first.GUARDS:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {name}() CASCADE")  # and its triggers
        else:
            op.execute(f"DROP TRIGGER {name}")
        first._make(name, table, before, condition, text(name, sentence))
