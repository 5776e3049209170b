"""What a database promises besides its columns: triggers and checks."""

from __future__ import annotations

from sqlalchemy import inspect, text

TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(t.oid) || pg_get_functiondef(tgfoid) FROM pg_trigger t "
    "WHERE NOT tgisinternal",
}


def triggers(engine) -> dict[str, str]:
    """The text of each trigger, by its name."""
    with engine.connect() as connection:
        rows = connection.execute(text(TRIGGERS[engine.dialect.name]))
        return {name: " ".join(sql.split()) for name, sql in rows}


def checks(engine) -> set[tuple[str, str | None, str]]:
    """Every CHECK constraint: its table, its name, its text."""
    look = inspect(engine)
    return {
        (table, check["name"], "".join(check["sqltext"].split()))
        for table in look.get_table_names()
        if table != "alembic_version"
        for check in look.get_check_constraints(table)
    }
