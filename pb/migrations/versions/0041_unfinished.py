"""Sections of a round's settings and pages of an application are kept half done, as they were typed.

Revision ID: 0041_unfinished
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041_unfinished"
down_revision = "0040_appeals_and_agreements"
branch_labels = None
depends_on = None

_FINISHED = "settings_finished_before_the_freeze"
_FINISHED_WHEN = (
    "OLD.frozen_at IS NULL AND NEW.frozen_at IS NOT NULL AND EXISTS (SELECT 1 FROM unfinished_section "
    "WHERE unfinished_section.round_id = NEW.id)"
)
_FROZEN = "EXISTS (SELECT 1 FROM round WHERE round.id = NEW.round_id AND round.frozen_at IS NOT NULL)"
_SENT = "pages_finished_before_sending"
_SENT_WHEN = (
    "OLD.sent_at IS NULL AND NEW.sent_at IS NOT NULL AND EXISTS (SELECT 1 FROM unfinished_page "
    "WHERE unfinished_page.project_id = NEW.id)"
)


def upgrade() -> None:
    op.create_table(
        "unfinished_section",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(20), nullable=False),
        sa.Column("never_set", sa.Boolean(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=True),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.CheckConstraint("never_set OR typed IS NOT NULL", name=op.f("ck_unfinished_section_says_something")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_unfinished_section_round_id")),
        sa.PrimaryKeyConstraint("round_id", "section", name=op.f("pk_unfinished_section")),
    )
    op.create_table(
        "unfinished_page",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_unfinished_page_project_id")),
        sa.PrimaryKeyConstraint("project_id", "step", name=op.f("pk_unfinished_page")),
    )
    _make(_FINISHED, "round", _FINISHED_WHEN)
    _make("unfinished_section_not_added", "unfinished_section", _FROZEN, before="INSERT")
    _make(_SENT, "project", _SENT_WHEN)


def downgrade() -> None:
    _drop(_SENT)
    _drop(_FINISHED)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION unfinished_section_not_added() CASCADE")
    op.drop_table("unfinished_page")
    op.drop_table("unfinished_section")


def _make(name: str, table: str, when: str, before: str = "UPDATE") -> None:
    op.get_context().opts["script"].get_revision("0001").module._make(name, table, before, when, f"guard:{name}")


def _drop(name: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {name}() CASCADE")  # and its trigger
    else:
        op.execute(f"DROP TRIGGER {name}")
