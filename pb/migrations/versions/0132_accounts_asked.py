"""The opening of the ballot box asks for the accounts of the sessions that the act asks for: also where papers were printed that
all went elsewhere, and where a tablet was set up. No row changes.

Revision ID: 0132_accounts_asked
"""

from __future__ import annotations

from alembic import op

revision = "0132_accounts_asked"
down_revision = "0131_tablets_tell_codes"
branch_labels = None
depends_on = None

_NAME = "sessions_are_accounted_first"
_BEFORE = (
    "EXISTS (SELECT 1 FROM voting_session WHERE voting_session.round_id = NEW.round_id AND NOT EXISTS "
    "(SELECT 1 FROM ballot_paper_account WHERE ballot_paper_account.session_id = voting_session.id) AND "
    "(EXISTS (SELECT 1 FROM voting_right WHERE voting_right.session_id = voting_session.id AND "
    "voting_right.kind IN ('paper', 'opening')) OR (voting_session.cancelled_at IS NULL AND (SELECT "
    "count(*) FROM paper JOIN batch ON batch.id = paper.batch_id WHERE batch.session_id = "
    "voting_session.id) + (SELECT COALESCE(SUM(movement.papers), 0) FROM movement WHERE "
    "movement.to_session_id = voting_session.id AND movement.to_account) - (SELECT "
    "COALESCE(SUM(movement.papers), 0) FROM movement WHERE movement.from_session_id = voting_session.id "
    "AND movement.from_account) > 0)))"
)
_NOW = (
    "EXISTS (SELECT 1 FROM voting_session WHERE voting_session.round_id = NEW.round_id AND NOT EXISTS "
    "(SELECT 1 FROM ballot_paper_account WHERE ballot_paper_account.session_id = voting_session.id) AND "
    "(EXISTS (SELECT 1 FROM voting_right WHERE voting_right.session_id = voting_session.id AND "
    "voting_right.kind IN ('paper', 'opening')) OR (voting_session.cancelled_at IS NULL AND ((SELECT "
    "count(*) FROM paper JOIN batch ON batch.id = paper.batch_id WHERE batch.session_id = "
    "voting_session.id) > 0 OR (SELECT count(*) FROM paper JOIN batch ON batch.id = paper.batch_id WHERE "
    "batch.session_id = voting_session.id) + (SELECT COALESCE(SUM(movement.papers), 0) FROM movement "
    "WHERE movement.to_session_id = voting_session.id AND movement.to_account) - (SELECT "
    "COALESCE(SUM(movement.papers), 0) FROM movement WHERE movement.from_session_id = voting_session.id "
    "AND movement.from_account) > 0 OR EXISTS (SELECT 1 FROM kiosk WHERE kiosk.session_id = "
    "voting_session.id)))))"
)


def upgrade() -> None:
    _asks(_NOW)


def downgrade() -> None:
    _asks(_BEFORE)


def _asks(when: str) -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP FUNCTION {_NAME}() CASCADE" if is_postgresql else f"DROP TRIGGER {_NAME}")
    make = op.get_context().opts["script"].get_revision("0001").module._make
    make(_NAME, "box_opening", "INSERT", when, f"guard:{_NAME}")
