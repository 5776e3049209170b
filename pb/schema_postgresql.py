"""The parts of a PostgreSQL database, from its catalogues.

PostgreSQL keeps a rule of a table in words of its own. So what this version makes is made for a moment as temporary
tables, read in the same way, and rolled back. Guards are compared with their texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, MetaData
from sqlalchemy.dialects.postgresql import dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from pb.guards import Guard, all_guards
from pb.schema_parts import ALEMBIC, Parts, as_expected, parts_by_name

#: Objects with a lower number came with PostgreSQL itself.
_FIRST_OF_OURS = 16_384

#: Nothing of this is ours, and each could run code or turn the program's words against it. Event triggers come first:
#: they would see the temporary tables being made.
_FOREIGN = {
    "event trigger": "SELECT evtname, '' FROM pg_catalog.pg_event_trigger",
    "setting": "SELECT split_part(line, '=', 1), line FROM pg_catalog.pg_db_role_setting, unnest(setconfig) AS line "
    "WHERE setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())) "
    "AND setrole IN (0, (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user))",
    "schema": "SELECT nspname, '' FROM pg_catalog.pg_namespace WHERE oid >= {first} AND oid <> {ours} "
    "AND nspname !~ '^pg_(toast_)?temp_[0-9]+$'",
    "extension": "SELECT extname, '' FROM pg_catalog.pg_extension WHERE oid >= {first}",
    "operator": "SELECT oprname, oid::text FROM pg_catalog.pg_operator WHERE oid >= {first}",
    "cast": "SELECT castsource::regtype || ' to ' || casttarget::regtype, '' FROM pg_catalog.pg_cast "
    "WHERE oid >= {first}",
    "type": "SELECT typname, '' FROM pg_catalog.pg_type WHERE oid >= {first} AND typrelid = 0 "
    "AND oid NOT IN (SELECT typarray FROM pg_catalog.pg_type)",
    "language": "SELECT lanname, '' FROM pg_catalog.pg_language WHERE oid >= {first}",
    # That of a view is told of as the view; by its name one of a table could pass for it.
    "rule": "SELECT rulename, ev_class::regclass::text FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c "
    "ON c.oid = ev_class WHERE r.oid >= {first} AND (ev_type <> '1' OR relkind NOT IN ('v', 'm'))",
    "policy": "SELECT polname, '' FROM pg_catalog.pg_policy",
    # Rows that come from another server pass by every guard; and who gets a copy of each change learns who voted when.
    "subscription": "SELECT subname, '' FROM pg_catalog.pg_subscription WHERE subdbid = "
    "(SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())",
    "publication": "SELECT pubname, '' FROM pg_catalog.pg_publication",
    # Whoever else may write. Reading alone changes no vote: a role for backups may read.
    "grant": "SELECT concat_ws(' ', what, 'to', coalesce(rolname, 'everybody')), privilege_type FROM ("
    "SELECT relname::text AS what, relowner AS owner, relacl AS acl FROM pg_catalog.pg_class WHERE relnamespace = {ours} "
    "UNION ALL SELECT relname || '.' || attname, relowner, attacl FROM pg_catalog.pg_attribute "
    "JOIN pg_catalog.pg_class c ON c.oid = attrelid WHERE relnamespace = {ours} UNION ALL "
    "SELECT 'schema ' || nspname, nspowner, nspacl FROM pg_catalog.pg_namespace WHERE oid = {ours}) AS things, "
    "pg_catalog.aclexplode(acl) LEFT JOIN pg_catalog.pg_roles r ON r.oid = grantee WHERE grantee <> owner AND "
    "rolname IS DISTINCT FROM current_user AND privilege_type NOT IN ('SELECT', 'USAGE')",
    "inheritance": "SELECT inhrelid::regclass::text, '' FROM pg_catalog.pg_inherits WHERE inhrelid >= {first} AND "
    "EXISTS (SELECT FROM pg_catalog.pg_class WHERE oid = inhrelid AND relkind IN ('r', 'p', 'f'))",
}

_KINDS = "CASE relkind WHEN 'r' THEN 'table' WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view' ELSE 'relation' END"
_RELATIONS = {
    "relation": f"SELECT {_KINDS}, relname, concat(relkind, relrowsecurity, relforcerowsecurity, reloptions) "
    "FROM pg_catalog.pg_class WHERE relnamespace = {space} AND relkind NOT IN ('i', 'I')",
    "column": "SELECT 'column', relname || '.' || attname, concat_ws(' ', format_type(atttypid, atttypmod), attnotnull, "
    "attidentity, attgenerated, attcollation, pg_get_expr(adbin, adrelid)) FROM pg_catalog.pg_attribute "
    "JOIN pg_catalog.pg_class c ON c.oid = attrelid LEFT JOIN pg_catalog.pg_attrdef ON adrelid = attrelid AND "
    "adnum = attnum WHERE relnamespace = {space} AND relkind = 'r' AND attnum > 0 AND NOT attisdropped",
    "constraint": "SELECT 'constraint', relname || '.' || CASE contype WHEN 'f' THEN pg_get_constraintdef(k.oid) ELSE "
    "conname::text END, pg_get_constraintdef(k.oid) || connoinherit FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class c "
    "ON c.oid = conrelid WHERE relnamespace = {space} AND contype NOT IN ('n', 't')",
    "index": "SELECT 'index', relname, concat(pg_get_indexdef(c.oid), indisvalid, indisready) FROM pg_catalog.pg_class c "
    "JOIN pg_catalog.pg_index ON indexrelid = c.oid WHERE relnamespace = {space}",
}
_FUNCTIONS = (
    "SELECT 'function', proname, concat_ws(' ', lanname, prokind, prosecdef, provolatile, proisstrict, "
    "proretset, proconfig, pronargs, prorettype::regtype, prosrc) FROM pg_catalog.pg_proc JOIN pg_catalog.pg_language l ON l.oid = prolang "
    "WHERE pg_proc.oid >= {first}"
)
_TRIGGERS = (
    "SELECT 'trigger', tgname, concat_ws(' ', CASE relnamespace WHEN {space} THEN relname::text ELSE tgrelid::regclass::text "
    "END, tgtype, proname, tgenabled, tgnargs, tgqual, tgattr, "
    "tgdeferrable OR tginitdeferred, tgoldtable, tgnewtable) FROM pg_catalog.pg_trigger JOIN pg_catalog.pg_class c ON c.oid = tgrelid "
    "JOIN pg_catalog.pg_proc f ON f.oid = tgfoid WHERE NOT tgisinternal"
)
#: A power cut empties such a table.
_UNLOGGED = (
    "SELECT 'table', relname, 'not logged' FROM pg_catalog.pg_class WHERE relnamespace = {space} "
    "AND relkind = 'r' AND relpersistence = 'u'"
)
#: PostgreSQL keeps foreign keys by triggers of its own, which can be switched off.
_SWITCHED_OFF = (
    "SELECT 'foreign key', relname, 'switched off' FROM pg_catalog.pg_trigger t JOIN pg_catalog.pg_class c ON "
    "c.oid = tgrelid WHERE tgisinternal AND relnamespace = {space} AND (tgenabled <> 'O' OR tgfoid >= {first})"
)
_BITS = {"INSERT": 4, "DELETE": 8, "UPDATE": 16}
_ROW, _BEFORE, _TRUNCATE = 1, 2, 32


def found_and_expected(connection: Connection, metadata: MetaData) -> tuple[Parts, Parts]:
    """What is there, and what this version makes."""
    space = space_of_tables(connection)
    _run(connection, "SAVEPOINT pb_schema")
    try:
        # From here on no operator or function of somebody else can be meant.
        _run(connection, "SELECT pg_catalog.set_config('search_path', 'pg_catalog', true)")
        found = parts_by_name(_there(connection, space))
        if watched := {part: made for part, made in found.items() if part[0] == "event trigger"}:
            return watched, {}
        made, dumped = _tables(connection, metadata)
        as_made = {part: made[part] if dumped.get(part) == said else said for part, said in found.items()}
        return as_made, as_expected({**made, **parts_by_name(guards_made())}, found)
    finally:
        _run(connection, "ROLLBACK TO SAVEPOINT pb_schema")
        _run(connection, "RELEASE SAVEPOINT pb_schema")


def space_of_tables(connection: Connection) -> int:
    """The number of the schema with the program's tables, also where somebody set another search path."""
    return int(_run(connection, _SPACE).scalar_one())


_SPACE = (
    "SELECT coalesce((SELECT relnamespace FROM pg_catalog.pg_class WHERE relname = 'record_line' AND relnamespace = "
    "pg_catalog.to_regnamespace('public')), pg_catalog.current_schema()::pg_catalog.regnamespace)::oid::int8"
)

#: Made once in each process: by metadata and version of the server.
_made: dict[tuple[MetaData, Any], tuple[Parts, Parts]] = {}

#: Every CHECK and every index with a condition once more, from the words in which the server keeps it.
_AGAIN = (
    "SELECT format('ALTER TABLE %s ', conrelid::regclass) || string_agg(format('DROP CONSTRAINT %I, ADD CONSTRAINT %I %s', "
    "conname, conname, pg_get_constraintdef(oid)), ', ') FROM pg_catalog.pg_constraint WHERE connamespace = {space} AND "
    "contype = 'c' GROUP BY conrelid UNION ALL SELECT format('DROP INDEX %s; %s', indexrelid::regclass, "
    "pg_get_indexdef(indexrelid)) FROM pg_catalog.pg_index JOIN pg_catalog.pg_class c ON c.oid = indexrelid "
    "WHERE relnamespace = {space} AND indpred IS NOT NULL"
)


def _tables(connection: Connection, metadata: MetaData) -> tuple[Parts, Parts]:
    """How this server writes down the tables of this version; and how it does after a dump was put back, where it has read
    its own words of a condition and found others for them.
    """
    which = metadata, connection.dialect.server_version_info
    if which not in _made:
        _run(connection, _temporary(metadata))
        space = _run(connection, "SELECT pg_catalog.pg_my_temp_schema()::int8").scalar_one()
        made = parts_by_name(_relations(connection, space))
        for statement in _run(connection, _AGAIN.format(space=space)).scalars().all():
            _run(connection, statement)
        _made[which] = made, parts_by_name(_relations(connection, space))
    return _made[which]


def _run(connection: Connection, statement: str) -> Any:
    return connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


def _there(connection: Connection, ours: int) -> Iterator[tuple[str, str, str]]:
    numbers = {"first": _FIRST_OF_OURS, "ours": ours, "space": ours}
    for kind, query in _FOREIGN.items():
        yield from ((kind, name, made) for name, made in _run(connection, query.format(**numbers)))
    yield from _relations(connection, ours)
    for query in (_FUNCTIONS, _TRIGGERS, _UNLOGGED, _SWITCHED_OFF):
        yield from ((kind, name, made) for kind, name, made in _run(connection, query.format(**numbers)))


def _relations(connection: Connection, space: int) -> Iterator[tuple[str, str, str]]:
    place = _run(connection, f"SELECT {space}::pg_catalog.regnamespace::text").scalar_one()
    for query in _RELATIONS.values():
        for kind, name, made in _run(connection, query.format(space=space)):
            yield kind, _unplaced(name, place), _unplaced(made, place)


def _unplaced(made: str, place: str) -> str:
    """Without the name of its own schema, which differs between a table and its temporary twin. Any other stays."""
    own = r"pg_temp(?:_\d+)?\." if place.startswith("pg_temp_") else re.escape(f"{place}.")
    return re.sub(rf"(?<=nextval\('){own}|(?<=REFERENCES ){own}(?=\w+\()|(?<= ON ){own}(?=\w+ USING )", "", made)


def _temporary(metadata: MetaData) -> str:
    """Statements that make every table and index of this version, as temporary ones."""
    statements = []
    for table in [*metadata.sorted_tables, ALEMBIC]:
        made = str(CreateTable(table).compile(dialect=dialect())).strip()
        statements.append(re.sub(r"^CREATE TABLE", "CREATE TEMPORARY TABLE", made))
        statements += [str(CreateIndex(index).compile(dialect=dialect())) for index in table.indexes]
    return ";\n".join(statements)


def guards_made() -> Iterator[tuple[str, str, str]]:
    """Functions and triggers of the guards. A body is compared letter by letter: PostgreSQL keeps it as it was sent."""
    for guard in all_guards():
        yield "function", guard.name, f"plpgsql f f v f f 0 trigger  {guard.body} "
        yield "trigger", guard.name, _trigger(guard, _ROW | _BEFORE | _BITS[guard.before])
        if guard.minds_truncate:
            yield "trigger", f"{guard.name}_whole", _trigger(guard, _BEFORE | _TRUNCATE)


def _trigger(guard: Guard, kind: int) -> str:
    return f"{guard.table} {kind} {guard.name} O 0  f"
