"""The desk counts what was typed of each bundle, in which pass and by whom, and how many papers: by an index that knows all
of it, so that no sealed reading is looked at to be counted.

It takes the place of the one that knows the bundle alone.

Revision ID: 0063_index_of_entries
"""

from __future__ import annotations

from alembic import op

revision = "0063_index_of_entries"
down_revision = "0058_rotation"
branch_labels = None
depends_on = None

TABLE = "entry"
BEFORE = ("ix_entry_bundle_id", ["bundle_id"])
NOW = ("ix_entry_of_bundle", ["bundle_id", "pass_number", "typed_by", "paper_id"])


def upgrade() -> None:
    _change(BEFORE, NOW)


def downgrade() -> None:
    _change(NOW, BEFORE)


def _change(old: tuple[str, list[str]], new: tuple[str, list[str]]) -> None:
    op.create_index(op.f(new[0]), TABLE, new[1], unique=False)
    op.drop_index(op.f(old[0]), TABLE)
