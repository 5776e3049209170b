"""Ballot texts in other languages: as they are written before a freeze, and as they stand on a frozen ballot. Both tables begin
empty; the ballots that are frozen already have none.

Revision ID: 0181_text_translations
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0181_text_translations"
down_revision = "0178_departures"
branch_labels = None
depends_on = None

#: (the guard's name, its table, before what, when)
GUARDS = (
    (
        "translation_frozen_insert",
        "text_translation",
        "INSERT",
        "EXISTS (SELECT 1 FROM project JOIN round ON round.id = project.round_id WHERE project.id = NEW.project_id "
        "AND round.frozen_at IS NOT NULL)",
    ),
    (
        "translation_frozen_update",
        "text_translation",
        "UPDATE",
        "EXISTS (SELECT 1 FROM project JOIN round ON round.id = project.round_id WHERE project.id = OLD.project_id "
        "AND round.frozen_at IS NOT NULL)",
    ),
    (
        "translation_frozen_delete",
        "text_translation",
        "DELETE",
        "EXISTS (SELECT 1 FROM project JOIN round ON round.id = project.round_id WHERE project.id = OLD.project_id "
        "AND round.frozen_at IS NOT NULL)",
    ),
    (
        "translators_do_not_check",
        "text_translation",
        "UPDATE",
        "NEW.approved_by IS NOT NULL AND replace(' ' || NEW.writers || ' ', ' ' || NEW.approved_by || ' ', '') <> "
        "' ' || NEW.writers || ' '",
    ),
    ("line_translation_stays", "line_translation", "UPDATE", "1 = 1"),
    ("line_translation_kept", "line_translation", "DELETE", "1 = 1"),
    (
        "line_translation_not_added",
        "line_translation",
        "INSERT",
        "EXISTS (SELECT 1 FROM round WHERE round.id = NEW.round_id AND round.frozen_at IS NOT NULL)",
    ),
)

_CHECKS = (
    ("approved_by IS NULL OR approved_by <> written_by", "another_person_checks"),
    ("(approved_by IS NULL) = (approved_at IS NULL)", "checked_by_somebody"),
    ("title <> '' AND body <> '' AND speaker <> ''", "translation_is_whole"),
)


def upgrade() -> None:
    op.create_table(
        "text_translation",
        sa.Column("project_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("picture_alt", sa.String(200), nullable=False),
        sa.Column("speaker", sa.String(120), nullable=False),
        sa.Column("of_text", sa.String(64), nullable=False),
        sa.Column("writers", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", _time(), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", _time(), nullable=True),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        *(sa.CheckConstraint(what, name=op.f(f"ck_text_translation_{name}")) for what, name in _CHECKS),
        sa.ForeignKeyConstraint(["approved_by"], ["account.id"], name=op.f("fk_text_translation_approved_by")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_text_translation_project_id")),
        sa.ForeignKeyConstraint(["written_by"], ["account.id"], name=op.f("fk_text_translation_written_by")),
        sa.PrimaryKeyConstraint("project_id", "language", name=op.f("pk_text_translation")),
    )
    op.create_table(
        "line_translation",
        sa.Column("round_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("picture_alt", sa.String(200), nullable=False),
        sa.Column("keyed_mark", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id", "number"],
            ["ballot_line.round_id", "ballot_line.number"],
            name=op.f("fk_line_translation_round_id_number"),
        ),
        sa.PrimaryKeyConstraint("round_id", "number", "language", name=op.f("pk_line_translation")),
    )
    for name, table, before, when in GUARDS:
        _make(name, table, before, when)


def downgrade() -> None:
    for table in ("text_translation", "line_translation"):
        if op.get_bind().execute(sa.text(f"SELECT count(*) FROM {table}")).scalar():
            raise RuntimeError("A ballot text was written in another language. An older version does not know that.")
    for name, *_rest in GUARDS:
        _drop(name)
    op.drop_table("line_translation")
    op.drop_table("text_translation")


def _make(name: str, table: str, before: str, when: str | None) -> None:
    op.get_context().opts["script"].get_revision("0001").module._make(name, table, before, when, f"guard:{name}")


def _drop(name: str) -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")


def _time() -> sa.DateTime:
    return sa.DateTime(timezone=True)
