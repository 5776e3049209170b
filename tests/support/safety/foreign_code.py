"""Code, rules and tables that somebody with write access to the database leaves in it; each with how it is named."""

from __future__ import annotations

from pb.database import db, is_engine_of_sqlite

#: What is left, by how it is told of: statements that both databases take.
BOTH = {
    "table spare (not of this program)": ["CREATE TABLE spare (x INTEGER)"],
    "view glance (not of this program)": ["CREATE VIEW glance AS SELECT 1 AS x"],
    "index quick (not of this program)": ["CREATE INDEX quick ON choice (value)"],
    "column choice.more (not of this program)": ["ALTER TABLE choice ADD COLUMN more INTEGER DEFAULT 6"],
    "index uq_open_turn (missing)": ["DROP INDEX uq_open_turn"],
}
SQLITE = {
    "trigger tidy (not of this program)": [
        "CREATE TRIGGER tidy BEFORE INSERT ON choice WHEN NEW.number IN (2, 3) BEGIN SELECT RAISE(IGNORE); END"
    ],
    "trigger counted_what_was_in_the_box (missing)": ["DROP TRIGGER counted_what_was_in_the_box"],
    "trigger right_gets_its_status_once (changed)": [
        "DROP TRIGGER right_gets_its_status_once",
        "CREATE TRIGGER right_gets_its_status_once BEFORE UPDATE ON voting_right WHEN 1 = 2 BEGIN SELECT 1; END",
    ],
}
POSTGRESQL = {
    "trigger audit (not of this program)": [
        "CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $x$ BEGIN IF NEW.number IN (2, 3) THEN "
        "NEW.number := 6; END IF; RETURN NEW; END $x$",
        "CREATE TRIGGER audit BEFORE INSERT ON choice FOR EACH ROW EXECUTE FUNCTION audit()",
    ],
    "trigger counted_what_was_in_the_box (missing)": ["DROP TRIGGER counted_what_was_in_the_box ON counting"],
    "function counted_what_was_in_the_box (changed)": [
        "CREATE OR REPLACE FUNCTION counted_what_was_in_the_box() RETURNS trigger LANGUAGE plpgsql AS $x$ BEGIN "
        "RETURN NEW; END $x$"
    ],
    "function right_gets_its_status_once (changed)": ["ALTER FUNCTION right_gets_its_status_once STABLE"],
    "trigger choice_stays (changed)": ["ALTER TABLE choice DISABLE TRIGGER choice_stays"],
    "foreign key turnout (not of this program)": ["ALTER TABLE turnout DISABLE TRIGGER ALL"],
    "rule aside (not of this program)": ["CREATE RULE aside AS ON INSERT TO turnout DO ALSO NOTHING"],
    "rule _RETURN (not of this program)": [
        "CREATE RULE passes AS ON UPDATE TO turnout DO ALSO NOTHING",
        'ALTER RULE passes ON turnout RENAME TO "_RETURN"',
    ],
    "index alembic_version_pkc (not of this program)": [
        "CREATE INDEX alembic_version_pkc ON choice ((1 / (CASE WHEN number = 99 THEN 0 ELSE 1 END)))"
    ],
    "policy lets (not of this program)": ["CREATE POLICY lets ON turnout"],
    "table turnout (changed)": ["ALTER TABLE turnout ENABLE ROW LEVEL SECURITY"],
    "table receipt (changed)": ["ALTER TABLE receipt SET UNLOGGED"],
    "column ballot_line.cost_pence (changed)": ["ALTER TABLE ballot_line ALTER cost_pence TYPE numeric"],
    "column choice.value (changed)": ["ALTER TABLE choice ALTER value DROP NOT NULL"],
    "trigger late (not of this program)": [
        "CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $x$ BEGIN DELETE FROM turnout; RETURN NULL; END $x$",
        "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON envelope DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
        "EXECUTE FUNCTION late()",
    ],
    "grant turnout to everybody (not of this program)": ["GRANT SELECT, DELETE ON turnout TO PUBLIC"],
    "grant choice.value to everybody (not of this program)": ["GRANT UPDATE (value) ON choice TO PUBLIC"],
    "grant schema public to everybody (not of this program)": ["GRANT CREATE ON SCHEMA public TO PUBLIC"],
    "publication copies (not of this program)": ["CREATE PUBLICATION copies FOR TABLE turnout"],
    "schema evil (not of this program)": ["CREATE SCHEMA evil"],
    "operator = (not of this program)": [
        "CREATE FUNCTION always(integer, text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "CREATE OPERATOR = (LEFTARG = integer, RIGHTARG = text, FUNCTION = always)",
    ],
    "setting search_path (not of this program)": [
        "DO $x$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = evil, public', current_database()); END $x$"
    ],
    "event trigger watch (not of this program)": [
        "CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS $x$ BEGIN END $x$",
        "CREATE EVENT TRIGGER watch ON ddl_command_end EXECUTE FUNCTION watch()",
    ],
}

#: Of these ``flask record put-guards-back`` leaves nothing.
REPAIRED = ("trigger", "view", "function", "rule", "policy", "setting", "foreign key", "table turnout")
REPAIRED += ("grant", "publication")


def ways() -> dict[str, list[str]]:
    """Every way that this database has."""
    return {**BOTH, **(SQLITE if is_engine_of_sqlite(db.engine) else POSTGRESQL)}


def leave(statements: list[str]) -> None:
    """Do it past the program."""
    db.session.rollback()
    with db.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
