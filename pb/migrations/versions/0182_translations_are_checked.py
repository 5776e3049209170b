"""Guards of translations: who wrote stays named, other words are checked again, and none begins as checked.

Revision ID: 0182_translations_are_checked
"""

from __future__ import annotations

from alembic import op

revision = "0182_translations_are_checked"
down_revision = "0181_text_translations"
branch_labels = None
depends_on = None

_NOT_NAMED = "NOT (replace(' ' || NEW.writers || ' ', ' ' || NEW.written_by || ' ', '') <> ' ' || NEW.writers || ' ')"

#: (the guard's name, its table, before what, when)
GUARDS = (
    ("translators_are_named_insert", "text_translation", "INSERT", _NOT_NAMED),
    ("translators_are_named_update", "text_translation", "UPDATE", _NOT_NAMED),
    (
        "translators_stay_named",
        "text_translation",
        "UPDATE",
        "NEW.writers <> OLD.writers AND substr(NEW.writers, 1, length(OLD.writers) + 1) <> OLD.writers || ' '",
    ),
    ("translation_begins_unchecked", "text_translation", "INSERT", "NEW.approved_by IS NOT NULL"),
    (
        "translation_is_checked_again",
        "text_translation",
        "UPDATE",
        "NEW.approved_by IS NOT NULL AND (NEW.title <> OLD.title OR NEW.body <> OLD.body OR NEW.picture_alt <> OLD.picture_alt "
        "OR NEW.speaker <> OLD.speaker OR NEW.of_text <> OLD.of_text)",
    ),
    ("line_translation_has_words", "line_translation", "INSERT", "NEW.title = '' OR NEW.body = ''"),
)


def upgrade() -> None:
    for name, table, before, when in GUARDS:
        _make(name, table, before, when)


def downgrade() -> None:
    for name, *_rest in GUARDS:
        _drop(name)


def _make(name: str, table: str, before: str, when: str | None) -> None:
    op.get_context().opts["script"].get_revision("0001").module._make(name, table, before, when, f"guard:{name}")


def _drop(name: str) -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP FUNCTION {name}() CASCADE" if is_postgresql else f"DROP TRIGGER {name}")
