"""The names of the field: a right has a status, a session has a ballot paper account.

``voting_right.became`` is ``status``; ``session_account`` is ``ballot_paper_account``, submitted by somebody. Rows,
constraints and triggers stay as they are, under the new names.

Revision ID: 0003
"""

from __future__ import annotations

import re

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

#: Words of the old schema and of the new one, by table; a word is a name or a part of one between underscores.
RIGHT = {
    "became": "status",
    "ck_voting_right_became_is_known": "ck_voting_right_status_is_known",
    "right_becomes_once": "right_gets_its_status_once",
    "uq_open_visit": "uq_open_turn",
}
ACCOUNT = {
    "session_account": "ballot_paper_account",
    "closed_by": "submitted_by",
    "closed_at": "submitted_at",
    **{
        f"{kind}_session_account{rest}": f"{kind}_ballot_paper_account{rest.replace('closed_by', 'submitted_by')}"
        for kind, rest in (
            ("ck", "_another_person_agrees"),
            ("ck", "_numbers_are_counts"),
            ("fk", "_agreed_by"),
            ("fk", "_closed_by"),
            ("fk", "_session_id"),
            ("pk", ""),
        )
    },
}
#: Triggers that speak of them: (its name, its table, before what).
TRIGGERS = (
    ("right_becomes_once", "voting_right", "UPDATE"),
    ("sessions_are_accounted_first", "box_opening", "INSERT"),
    ("boxes_are_typed_first", "box_opening", "INSERT"),
)


def upgrade() -> None:
    _rename("voting_right", "voting_right", RIGHT)
    _rename("session_account", "ballot_paper_account", ACCOUNT)
    _make_triggers_again({**RIGHT, **ACCOUNT})


def downgrade() -> None:
    back = {new: old for old, new in {**RIGHT, **ACCOUNT}.items()}
    _rename("ballot_paper_account", "session_account", back)
    _rename("voting_right", "voting_right", back)
    _make_triggers_again(back)


def _said(text: str, words: dict[str, str]) -> str:
    return re.sub(r"\b\w+\b", lambda word: words.get(word[0], word[0]), text)


def _rename(table: str, new_table: str, words: dict[str, str]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        _rename_on_postgresql(table, new_table, words)
    else:
        _rebuild_on_sqlite(table, new_table, words)


def _rename_on_postgresql(table: str, new_table: str, words: dict[str, str]) -> None:
    connection = op.get_bind()
    columns = connection.exec_driver_sql(
        f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'"
    )
    for (column,) in columns.fetchall():
        if column in words:
            op.execute(f"ALTER TABLE {table} RENAME COLUMN {column} TO {words[column]}")
    constraints = connection.exec_driver_sql(
        f"SELECT conname FROM pg_constraint WHERE conrelid = '{table}'::regclass AND contype <> 't'"
    )
    for (name,) in constraints.fetchall():
        if name in words:
            op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {name} TO {words[name]}")
    indexes = connection.exec_driver_sql(f"SELECT indexname FROM pg_indexes WHERE tablename = '{table}'")
    for (name,) in indexes.fetchall():
        if name in words:
            op.execute(f"ALTER INDEX {name} RENAME TO {words[name]}")
    if new_table != table:
        op.execute(f"ALTER TABLE {table} RENAME TO {new_table}")


def _rebuild_on_sqlite(table: str, new_table: str, words: dict[str, str]) -> None:
    """The table's own SQL with other words makes the new one; ``env.py`` keeps its triggers."""
    connection = op.get_bind()
    made_by = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name = ? AND type = ?"
    (sql,) = connection.exec_driver_sql(made_by, (table, "table")).one()
    indexes = [row.sql for row in connection.exec_driver_sql(made_by, (table, "index"))]
    columns = [row.name for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
    made = re.sub(rf'^CREATE TABLE "?{new_table}"?', f'CREATE TABLE "_alembic_tmp_{new_table}"', _said(sql, words))
    connection.exec_driver_sql(made)
    connection.exec_driver_sql(
        f"INSERT INTO _alembic_tmp_{new_table} ({', '.join(_said(each, words) for each in columns)}) "
        f"SELECT {', '.join(columns)} FROM {table}"
    )
    connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(f"ALTER TABLE _alembic_tmp_{new_table} RENAME TO {new_table}")
    for index in indexes:
        connection.exec_driver_sql(_said(index, words))


def _make_triggers_again(words: dict[str, str]) -> None:
    first = op.get_context().opts["script"].get_revision("0001").module
    conditions = {name: condition for name, _table, _before, condition, _sentence in first.GUARDS}
    upwards = "became" in words
    for name, table, before in TRIGGERS:
        new_name = RIGHT.get(name, name)
        old, new = (name, new_name) if upwards else (new_name, name)
        condition = _said(conditions[name], words) if upwards else conditions[name]
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {old}() CASCADE")  # and its trigger
        else:
            op.execute(f"DROP TRIGGER {old}")
        first._make(new, table, before, condition, f"guard:{new}")
