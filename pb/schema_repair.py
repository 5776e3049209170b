"""Every trigger is removed and the guards of this version are made anew, with whatever else runs code by itself.

Tables, their columns and constraints are left as they are: what is in them would have to be made right too.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from pb import schema
from pb.database import is_engine_of_sqlite
from pb.guards import all_guards
from pb.schema_postgresql import space_of_tables

_SQLITE = "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')"

#: Each gives the statements that remove what there is of it. What depends on a function or view goes with it.
_POSTGRESQL = (
    "SELECT format('DROP RULE %I ON %s', rulename, ev_class::regclass) FROM pg_catalog.pg_rewrite r "
    "JOIN pg_catalog.pg_class c ON c.oid = ev_class WHERE r.oid >= 16384 AND (ev_type <> '1' OR relkind NOT IN ('v', 'm'))",
    "SELECT format('DROP POLICY %I ON %s', polname, polrelid::regclass) FROM pg_catalog.pg_policy",
    "SELECT format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY', oid::regclass) "
    "FROM pg_catalog.pg_class WHERE relrowsecurity OR relforcerowsecurity",
    "SELECT format('DROP VIEW %s CASCADE', oid::regclass) FROM pg_catalog.pg_class WHERE oid >= 16384 AND relkind = 'v'",
    "SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_catalog.pg_trigger WHERE NOT tgisinternal",
    "SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', oid::regprocedure) FROM pg_catalog.pg_proc WHERE oid >= 16384 "
    "AND prokind <> 'a' AND oid NOT IN (SELECT objid FROM pg_catalog.pg_depend WHERE deptype = 'e')",
    "SELECT DISTINCT format('ALTER TABLE %s ENABLE TRIGGER ALL', tgrelid::regclass) FROM pg_catalog.pg_trigger "
    "WHERE tgenabled <> 'O'",
    "SELECT format('ALTER ROLE %I RESET %I', current_user, split_part(line, '=', 1)) FROM "
    "pg_catalog.pg_db_role_setting, unnest(setconfig) AS line WHERE setdatabase = 0 AND setrole = "
    "(SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user)",
    "SELECT format('ALTER DATABASE %I RESET %I', current_database(), split_part(line, '=', 1)) FROM "
    "pg_catalog.pg_db_role_setting, unnest(setconfig) AS line WHERE setrole = 0 AND setdatabase = "
    "(SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())",
)


def repaired(connection: Connection) -> tuple[str, list[schema.Difference]]:
    """What differed, by name ("" for nothing), and what still does; part of an act."""
    found = schema.differences(connection)
    if found:
        make_guards_anew(connection)
    return schema.named(found), schema.differences(connection)


def make_guards_anew(connection: Connection) -> None:
    """Remove what runs by itself and make the guards; part of an act. Whatever cannot be removed is left."""
    if is_engine_of_sqlite(connection):
        for kind, name in connection.execute(text(_SQLITE)).all():
            connection.exec_driver_sql(f'DROP {kind} "{name.replace(chr(34), chr(34) * 2)}"')
    else:
        _clear_postgresql(connection)
    for guard in all_guards():
        for statement in getattr(guard, connection.dialect.name)():
            connection.exec_driver_sql(statement, execution_options={"no_parameters": True})


def _clear_postgresql(connection: Connection) -> None:
    space = {"space": space_of_tables(connection)}
    path = "SELECT pg_catalog.set_config('search_path', :path, true)"
    connection.execute(text(path), {"path": "pg_catalog"})  # no operator of somebody else can be meant
    for query in _POSTGRESQL:
        found = connection.exec_driver_sql(query, execution_options={"no_parameters": True}).scalars().all()
        for statement in found:
            connection.exec_driver_sql(statement, execution_options={"no_parameters": True})
    name = connection.execute(
        text("SELECT quote_ident(nspname) FROM pg_namespace WHERE oid = :space"), space
    ).scalar_one()
    connection.execute(text(path), {"path": name})
