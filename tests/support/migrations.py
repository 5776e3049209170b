"""What a database promises besides its columns: triggers and checks."""

from __future__ import annotations

from sqlalchemy import inspect, text

from pb.database import db, is_engine_of_sqlite

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


def promises():
    """What the database itself keeps: guards, checks, unique constraints, foreign keys, of all tables."""
    look = inspect(db.engine)
    unique = {(table, each["name"]) for table in look.get_table_names() for each in look.get_unique_constraints(table)}
    keys = {(table, each["name"]) for table in look.get_table_names() for each in look.get_foreign_keys(table)}
    return triggers(db.engine), checks(db.engine), unique, keys


#: Tables that a migration has brought since the field's names came: going back before it takes them and their rows away.
NEW_SINCE = {
    "appeal",
    "appointment_proposal",
    "authenticator",
    "card_pack",
    "card_stack",
    "check_stage",
    "code_replacement",
    "dice",
    "dice_entry",
    "form_key",
    "freeze_proposal",
    "departure",
    "head_count",
    "held_envelope",
    "interest_release",
    "job",
    "job_part",
    "kept_typed",
    "key_destruction",
    "kiosk_contact",
    "kiosk_tally",
    "last_id",
    "last_read",
    "made_sound",
    "offer_answer",
    "paper_check",
    "password_code",
    "place_in_queue",
    "postal_address",
    "postal_ask",
    "postal_request",
    "postal_return",
    "practice",
    "printed_code",
    "objection",
    "objection_answer",
    "objection_time",
    "objection_words",
    "public_time",
    "put_back",
    "recount",
    "resolution",
    "result_correction",
    "round_member",
    "rule_change",
    "set_aside",
    "sighting",
    "sign_in",
    "stocked_opening",
    "tablet_check",
    "text_correction",
    "text_answer",
    "text_translation",
    "line_translation",
    "unfinished_page",
    "unfinished_section",
    "unopened_envelope",
    "text_writer",
}


def older_counts() -> dict[str, int]:
    """How many rows the older tables have."""
    return {table: rows for table, rows in counts().items() if table not in NEW_SINCE}


def counts() -> dict[str, int]:
    """How many rows each table has. Totals of marks go with the marks: the next start of the server makes both anew."""
    return counts_of(*(name for name in db.metadata.tables if name != "mark_total"))


def counts_of(*tables: str) -> dict[str, int]:
    """How many rows these tables have."""
    with db.engine.connect() as connection:
        return {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in tables}


def nothing_is_left_behind() -> None:
    """Nothing of a migration is left: no table of its own, no row without its parent, no setting."""
    assert set(inspect(db.engine).get_table_names()) - {"alembic_version"} == set(db.metadata.tables)
    if is_engine_of_sqlite(db.engine):
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
            settings = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("foreign_keys", "legacy_alter_table")
            ]
            assert settings == [1, 0]
