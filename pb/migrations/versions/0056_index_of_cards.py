"""The account of a round's cards asks which of them were used or cancelled: by the index that counts rights, which knows
the numbers of cards now and begins with what is asked for.

It takes the place of the one of 0045, so a cast writes no index more.

Revision ID: 0056_index_of_cards
"""

from __future__ import annotations

from alembic import op

revision = "0056_index_of_cards"
down_revision = "0053_members_who_are_there"
branch_labels = None
depends_on = None

TABLE = "voting_right"
BEFORE = ("ix_voting_right_round_id_session_id_kind_status_again", ["round_id", "session_id", "kind", "status", "again"])
NOW = ("ix_voting_right_of_round", ["round_id", "kind", "status", "session_id", "again", "card_number"])


def upgrade() -> None:
    _change(BEFORE, NOW)


def downgrade() -> None:
    _change(NOW, BEFORE)


def _change(old: tuple[str, list[str]], new: tuple[str, list[str]]) -> None:
    op.create_index(op.f(new[0]), TABLE, new[1], unique=False)
    op.drop_index(op.f(old[0]), TABLE)
