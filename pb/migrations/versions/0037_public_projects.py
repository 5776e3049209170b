"""Everybody can read the projects of a round from its freeze on, and why a session was cancelled.

Rounds that exist are older than the setting: it stays empty there, because nobody can change a marked row without the key,
and because nobody was told of it. Their projects are public with their result. Sessions that were cancelled before have no
public reason: whoever typed it was told that staff read it.

Revision ID: 0037_public_projects
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037_public_projects"
down_revision = "0036_interest_releases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("round", sa.Column("projects_public", sa.Boolean(), nullable=True))
    op.add_column("voting_session", sa.Column("cancelled_because", sa.String(300), nullable=True))


def downgrade() -> None:
    op.drop_column("voting_session", "cancelled_because")
    op.drop_column("round", "projects_public")
