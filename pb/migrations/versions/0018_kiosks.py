"""One more thing that may not agree at the opening: votes from a kiosk and the ballots that it opened.

Revision ID: 0018_kiosks
"""

from __future__ import annotations

from alembic import op

revision = "0018_kiosks"
down_revision = "0017_put_back"
branch_labels = None
depends_on = None

BEFORE = (
    *("does_not_open", "wrong_mark", "without_right", "missing", "not_allowed"),
    *("days_differ", "cards_differ", "record_differs"),
)
NAME = "ck_set_aside_reason_is_known"


def upgrade() -> None:
    _only((*BEFORE, "kiosks_differ"))


def downgrade() -> None:
    _only(BEFORE)


def _only(reasons: tuple[str, ...]) -> None:
    with op.batch_alter_table("set_aside") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
        batch.create_check_constraint(op.f(NAME), f"reason IN {reasons}")
