"""An attempt is of one vote of its round, so no two envelopes have the same receipt: with two, the box could never be opened.
And a vote that a kiosk sent is held for more reasons than two.

Where two envelopes have the same receipt already, somebody has written a request by hand. One keeps it; the others get
one that nobody has, so their marks are wrong now, and the opening sets them aside, which two people confirm. (Marks
cannot be made here, without the key.)

Revision ID: 0073_an_attempt_is_of_one_vote
"""

from __future__ import annotations

from alembic import op

revision = "0073_an_attempt_is_of_one_vote"
down_revision = "0072_members_set_votes_aside"
branch_labels = None
depends_on = None

_BEFORE = "why IN ('stopped', 'late')"
_NOW = "why IN ('stopped', 'late', 'early', 'too_many', 'cancelled', 'used')"


def upgrade() -> None:
    op.execute(
        "UPDATE envelope SET receipt = substr(right_key, 1, 16) WHERE EXISTS (SELECT 1 FROM envelope AS other WHERE "
        "other.round_id = envelope.round_id AND other.receipt = envelope.receipt AND other.right_key < envelope.right_key)"
    )
    # It begins with the round, so the index of rounds is not needed beside it.
    op.create_index("uq_envelope_receipt", "envelope", ["round_id", "receipt"], unique=True)
    op.drop_index(op.f("ix_envelope_round_id"), "envelope")
    _check(_NOW)


def downgrade() -> None:
    _check(_BEFORE)  # it refuses where a vote is held for one of the new reasons
    op.create_index(op.f("ix_envelope_round_id"), "envelope", ["round_id"])
    op.drop_index("uq_envelope_receipt", "envelope")


def _check(says: str) -> None:
    with op.batch_alter_table("held_envelope", table_kwargs={"sqlite_with_rowid": False}) as batch:
        batch.drop_constraint(op.f("ck_held_envelope_why_is_known"), type_="check")
        batch.create_check_constraint(op.f("ck_held_envelope_why_is_known"), says)
