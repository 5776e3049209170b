"""A session has a number of ballots for its tablets; what a tablet counts itself it tells as a total; and a session whose
tablets have ballots or votes is not cancelled.

All rows stay as they are: both columns are empty.

Revision ID: 0074_what_a_session_is_given
"""

from __future__ import annotations

from alembic import op

revision = "0074_what_a_session_is_given"
down_revision = "0077_quick_votes_told"
branch_labels = None
depends_on = None

_GUARD = (
    "session_with_tablets_is_held",
    "voting_session",
    "UPDATE",
    "NEW.cancelled_at IS NOT NULL AND OLD.cancelled_at IS NULL "
    "AND EXISTS (SELECT 1 FROM kiosk WHERE kiosk.session_id = NEW.id AND ("
    "(kiosk.revoked_at IS NULL AND EXISTS (SELECT 1 FROM stocked_opening WHERE stocked_opening.kiosk_id = kiosk.id)) "
    "OR EXISTS (SELECT 1 FROM kiosk_contact WHERE kiosk_contact.kiosk_id = kiosk.id AND kiosk_contact.waiting > 0 "
    "AND kiosk_contact.last_word IS NULL)))",
    "guard:session_with_tablets_is_held",
)


def upgrade() -> None:
    op.execute("ALTER TABLE kiosk_tally ADD COLUMN wrong_told INTEGER")
    op.execute("ALTER TABLE voting_session ADD COLUMN more_ballots INTEGER")
    op.get_context().opts["script"].get_revision("0001").module._make(*_GUARD)


def downgrade() -> None:
    used = "SELECT (SELECT count(*) FROM kiosk_tally WHERE wrong_told > 0) + (SELECT count(*) FROM voting_session WHERE more_ballots > 0)"
    if op.get_bind().exec_driver_sql(used).scalar():
        raise RuntimeError(
            "Tablets have told wrong PINs, or were given more ballots. An older version does not know them."
        )
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP FUNCTION {_GUARD[0]}() CASCADE" if is_postgresql else f"DROP TRIGGER {_GUARD[0]}")
    op.execute("ALTER TABLE voting_session DROP COLUMN more_ballots")
    op.execute("ALTER TABLE kiosk_tally DROP COLUMN wrong_told")
